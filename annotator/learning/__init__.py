"""Proposes boilerplate that the rules miss, learned from pages whose boilerplate is known."""
