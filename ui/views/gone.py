"""What somebody judged in the article and the rules propose no longer: listed, not dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from annotator.model import Judgement, Verdict
from ui.i18n import mark, tr
from ui.names import quoted, type_name
from ui.widgets import column_list, plain_label, plain_tip, show_all_rows

_TEXT_SHOWN = 20
_PLACE = Qt.ItemDataRole.UserRole
_SAID = {
    Verdict.ACCEPTED: mark("right ({type}): {words}"),
    Verdict.REJECTED: mark("wrong ({type}): {words}"),
}


class GoneVerdicts(QWidget):
    """A list with a heading, hidden where there is nothing to list; a click goes to the place."""

    place_wanted = Signal(int, int)
    """A range of raw, in code points."""

    def __init__(self) -> None:
        super().__init__()
        heading = plain_label(tr("Judged, proposed no longer"))
        heading.setObjectName("heading")
        self._view = column_list(heading.text())
        self._view.itemClicked.connect(self._go)
        self._view.itemActivated.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(heading)
        column.addWidget(self._view)
        self.hide()

    def show_verdicts(self, raw: str, judged: Sequence[Judgement]) -> None:
        """List verdicts whose proposals are gone; their places are those of raw."""
        self._view.clear()
        for one in judged:
            item = QListWidgetItem(_told(raw, one))
            item.setData(_PLACE, (one.key.start, one.key.end))
            by = tr("by {name}", name=one.annotator) if one.annotator else ""
            item.setToolTip(plain_tip("\n".join(filter(None, (item.text(), by, one.note)))))
            self._view.addItem(item)
        show_all_rows(self._view)
        self.setVisible(bool(judged))

    def _go(self, item: QListWidgetItem) -> None:
        self.place_wanted.emit(*item.data(_PLACE))


def _told(raw: str, one: Judgement) -> str:
    """The verdict in words: what was proposed, and how it was judged."""
    words = quoted(raw[one.key.start : one.key.end], _TEXT_SHOWN)
    if one.key.text:
        words = f"{words} → {quoted(one.key.text, _TEXT_SHOWN)}"
    return tr(_SAID[one.verdict], type=type_name(one.key.type), words=words)
