"""The reasons of the learned model, which proposes what the rules miss."""

from __future__ import annotations

from annotator.rules.base import LearnedReason

REASONS = (
    LearnedReason(
        "model.words",
        "这一行里的“{0}”多见于正文之外（由模型判断）",
        "“{0}” in this line is mostly seen outside articles, as a model learned",
    ),
    LearnedReason(
        "model.shape",
        "“{0}”这一行的长短、标点和数字不像正文（由模型判断）",
        "“{0}” has the length, marks and digits of a line outside articles, as a model learned",
    ),
    LearnedReason(
        "model.around",
        "“{0}”前后的内容多不是正文（由模型判断）",
        "“{0}” stands among lines that are no article, as a model learned",
    ),
)
