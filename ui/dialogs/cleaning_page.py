"""The cleaning of the open project: which script, which rules, and cleaning anew with them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.changes import Changes, Part
from annotator.rules import RULES, purpose
from annotator.settings import setting_of
from ui.i18n import language, mark, tr
from ui.long_work import LongWork
from ui.matching import rank
from ui.names import type_name
from ui.session import Session
from ui.widgets import plain_label

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


class CleaningPage(QWidget):
    """What is changed here is stored in the project; articles follow when they are cleaned anew."""

    def __init__(self, session: Session, work: LongWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._leaves: dict[str, QTreeWidgetItem] = {}
        self._build_rules()
        self._again = QPushButton(tr("Clean the articles here anew"))
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self._run_again)
        self._lay_out()
        self._fill()
        session.project_changed.connect(self._changed)
        session.project_opened.connect(self._fill)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Script"), self._script)
        says = plain_label(
            tr(
                "Imports use this from now on. Articles that are here already are proposed anew "
                "only when you ask for it; verdicts and labels stay as they are."
            )
        )
        says.setObjectName("quiet")
        below = QHBoxLayout()
        below.addWidget(says, 1)
        below.addWidget(self._again, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self._search)
        layout.addWidget(self._rules, 1)
        layout.addLayout(below)

    def _build_rules(self) -> None:
        """The rules by what they propose; those of the script are chosen above."""
        tree = self._rules
        tree.setAccessibleName(tr("Rules"))
        tree.setObjectName("rules")
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        groups: dict[str, QTreeWidgetItem] = {}
        rows = [(rule.id, rule.type, purpose(rule, language().value)) for rule in RULES]
        for id_, type_, reason in rows:
            if type_ != _SCRIPT_TYPE:
                group = groups.get(type_) or _group(tree, type_name(type_))
                groups[type_] = group
                self._leaves[id_] = _leaf(group, reason, id_)
        group = _group(tree, tr("Learned model"))
        self._leaves[_MODEL] = _leaf(group, tr("Lines that the learned model proposes"), _MODEL)
        tree.itemChanged.connect(self._switched)

    def _fill(self) -> None:
        workspace = self._session.workspace
        self.setEnabled(workspace is not None)
        if workspace is None:
            return
        self._script.setCurrentIndex(self._script.findData(workspace.setting("script")))
        off = set(workspace.setting("disabled_rules"))
        self._rules.blockSignals(True)
        for id_, leaf in self._leaves.items():
            leaf.setCheckState(0, _OFF if id_ in off else _ON)
        self._rules.blockSignals(False)
        self._rules.viewport().update()

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Part.SETTINGS):
            self._fill()

    def _switched(self, _item: QTreeWidgetItem, _column: int) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        unknown = set(workspace.setting("disabled_rules")) - set(self._leaves)
        off = [id_ for id_, leaf in self._leaves.items() if leaf.checkState(0) == _OFF]
        self._put("disabled_rules", sorted((*off, *unknown)))

    def _put(self, key: str, value: object) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            workspace.set_setting(key, value)

    def reset(self) -> None:
        """Choose the defaults."""
        for key in ("script", "disabled_rules"):
            self._put(key, setting_of(key).default)

    def _filter(self, typed: str) -> None:
        for id_, leaf in self._leaves.items():
            names = (leaf.text(0), id_, leaf.parent().text(0))
            leaf.setHidden(rank(typed, names) is None)
        for at in range(self._rules.topLevelItemCount()):
            group = self._rules.topLevelItem(at)
            leaves = [group.child(row) for row in range(group.childCount())]
            group.setHidden(all(leaf.isHidden() for leaf in leaves))
            group.setExpanded(bool(typed))

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
    leaf = QTreeWidgetItem(group, [reason])
    leaf.setSizeHint(0, QSize(0, _ROW))
    leaf.setFlags(leaf.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    leaf.setToolTip(0, id_)
    return leaf
