"""The cleaning of the open project: which script, which rules, and cleaning anew with them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes, Part
from annotator.rules import OPTIONAL, RULES, purpose
from annotator.settings import setting_of
from ui.i18n import language, mark, tr
from ui.long_work import LongWork
from ui.matching import rank
from ui.names import type_name
from ui.session import Session
from ui.widgets import PlainButton, plain_label

SCRIPT_NAMES = {
    "t2s": mark("Traditional to simplified"),
    "none": mark("Leave as it is"),
    "tw2s": mark("Traditional (Taiwan) to simplified"),
    "hk2s": mark("Traditional (Hong Kong) to simplified"),
    "s2t": mark("Simplified to traditional"),
    "s2tw": mark("Simplified to traditional (Taiwan)"),
    "s2hk": mark("Simplified to traditional (Hong Kong)"),
}
_SCRIPT_TYPE = "script_variant"
_MODEL = "model"
_ROW = 26
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class _Group(NamedTuple):
    """A row that holds rules of one kind, and their rows by the ids of the rules."""

    row: QTreeWidgetItem
    leaves: dict[str, QTreeWidgetItem]


class CleaningPage(QWidget):
    """What is changed here is stored in the project; articles follow when they are cleaned anew."""

    def __init__(self, session: Session, work: LongWork) -> None:
        super().__init__()
        self._session = session
        self._work = work
        self._script = QComboBox()
        self._script.setAccessibleName(tr("Script"))
        for value in setting_of("script").choices:
            self._script.addItem(tr(SCRIPT_NAMES[value]), value)
        self._script.activated.connect(lambda at: self._put("script", self._script.itemData(at)))
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Find a rule"))
        self._search.setAccessibleName(tr("Find a rule"))
        self._search.textChanged.connect(self._filter)
        self._rules = QTreeWidget()
        self._groups: list[_Group] = []
        self._leaves: dict[str, QTreeWidgetItem] = {}
        self._build_rules()
        self._again = PlainButton(tr("Clean the articles here anew"))
        self._again.clicked.connect(self._run_again)
        self._lay_out()
        self._fill()
        session.project_changed.connect(self._changed)
        session.project_opened.connect(self._fill)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(tr("Script"), self._script)
        says = plain_label(
            tr(
                "Imports use this from now on. Articles that are here already are proposed anew "
                "only when you ask for it; verdicts and labels stay as they are."
            )
        )
        says.setObjectName("quiet")
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(says, 1)
        below.addWidget(self._again, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self._search)
        layout.addWidget(self._rules, 1)
        layout.addLayout(below)

    def _build_rules(self) -> None:
        """The rules by what they propose; those of the script are chosen above."""
        tree = self._rules
        tree.setAccessibleName(tr("Rules"))
        tree.setHeaderHidden(True)
        tree.setColumnCount(2)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.setUniformRowHeights(True)
        kinds: dict[str, list[tuple[str, str]]] = {}
        rows = [(rule.id, rule.type, purpose(rule, language().value)) for rule in RULES]
        for id_, type_, reason in rows:
            if type_ != _SCRIPT_TYPE:
                kinds.setdefault(type_, []).append((id_, reason))
        for type_, rules in kinds.items():
            self._add_group(type_name(type_), rules)
        says = tr("Lines that the learned model proposes")
        self._add_group(tr("Learned model"), [(_MODEL, says)])
        tree.itemChanged.connect(self._switched)

    def _add_group(self, name: str, rules: list[tuple[str, str]]) -> None:
        row = _group(self._rules, name)
        leaves = {id_: _leaf(row, reason, id_) for id_, reason in rules}
        self._groups.append(_Group(row, leaves))
        self._leaves |= leaves

    def _fill(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        self._script.setCurrentIndex(self._script.findData(workspace.setting("script")))
        off, on = set(workspace.setting("disabled_rules")), set(workspace.setting("enabled_rules"))
        self._rules.blockSignals(True)
        for id_, leaf in self._leaves.items():
            runs = id_ in on if id_ in OPTIONAL else id_ not in off
            leaf.setCheckState(0, _ON if runs else _OFF)
        self._rules.blockSignals(False)
        self._rules.viewport().update()

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Part.SETTINGS):
            self._fill()

    def _switched(self, _item: QTreeWidgetItem, _column: int) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        chosen = {id_ for id_, leaf in self._leaves.items() if leaf.checkState(0) == _ON}
        wanted = {
            "disabled_rules": self._leaves.keys() - chosen - OPTIONAL,
            "enabled_rules": chosen & OPTIONAL,
        }
        for key, ids in wanted.items():
            unknown = set(workspace.setting(key)) - self._leaves.keys()
            self._put(key, sorted(ids | unknown))

    def _put(self, key: str, value: object) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            workspace.set_setting(key, value)

    def reset(self) -> None:
        """Choose the defaults."""
        for key in ("script", "disabled_rules", "enabled_rules"):
            self._put(key, setting_of(key).default)

    def _filter(self, typed: str) -> None:
        for group in self._groups:
            for id_, leaf in group.leaves.items():
                names = (leaf.text(0), id_, group.row.text(0))
                leaf.setHidden(rank(typed, names) is None)
            group.row.setHidden(all(leaf.isHidden() for leaf in group.leaves.values()))
            group.row.setExpanded(bool(typed))

    def _run_again(self) -> None:
        job = self._work.repropose()
        if job is not None:
            self._again.setEnabled(False)
            job.ended.connect(lambda: self._again.setEnabled(True))


def _group(tree: QTreeWidget, name: str) -> QTreeWidgetItem:
    group = QTreeWidgetItem(tree, [name])
    group.setSizeHint(0, QSize(0, _ROW))
    group.setFlags(group.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
    return group


def _leaf(group: QTreeWidgetItem, reason: str, id_: str) -> QTreeWidgetItem:
    leaf = QTreeWidgetItem(group, [reason, id_])
    leaf.setSizeHint(0, QSize(0, _ROW))
    leaf.setFlags(leaf.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    # Several rules of a type may say the same: their names tell them apart, here and in the review.
    leaf.setForeground(1, QGuiApplication.palette().placeholderText())
    return leaf
