"""Labelling every occurrence of a text in an article, after a look at them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from annotator.commands import AddEntities
from annotator.model import Entity, Label, LabelId, Suggested
from ui.choosing import Chooser, label_choices
from ui.i18n import mark, tr, tr_all, tr_count
from ui.names import label_name, quoted
from ui.notices import Notice
from ui.session import Session
from ui.text.frames import NOTHING_OUTLINED, Outlined
from ui.views.editor import Editor
from ui.views.prompt import Answer, PromptLine

_SHOWN = 16


class TagAll(QObject):
    """Outlines the occurrences in both panes; each can be left out before all are labelled."""

    def __init__(self, session: Session, editor: Editor, line: PromptLine) -> None:
        super().__init__(editor)
        self._session, self._editor, self._line = session, editor, line
        self._label: Label | None = None
        self._text = ""
        self._ranges: tuple[tuple[int, int], ...] = ()
        self._labelled = 0
        self._out: set[int] = set()
        self._place = 0
        session.article_opened.connect(self._drop)
        session.document_changed.connect(self._drop)
        for pane in (editor.pair.raw, editor.pair.clean):
            pane.clicked.connect(self._click)
            pane.focus_gained.connect(self._leave)

    # beginning

    def ask(self) -> None:
        """Ask for a label first: for those without a key."""
        workspace, text = self._session.workspace, self._wanted()
        if not text:
            self._editor.tell_nothing_selected()
        elif workspace is not None:
            meant = self._editor.here.first(Entity)
            # What the text here is labelled as goes first, so that Enter is enough.
            labels = sorted(
                workspace.labels(), key=lambda label: meant is None or label.id != meant.label
            )
            choices = label_choices(labels, lambda label: self.begin(label.id))
            title = tr("Label every “{text}” as", text=quoted(text, _SHOWN))
            Chooser(self._editor, title, choices).open_at(self._editor.place())

    def begin(self, label: LabelId) -> None:
        """Outline every occurrence of what is selected, or of what is labelled at the caret."""
        # It brings the tables of all rules with it, and a window should be there before they are.
        from annotator.review.occurrences import occurrences

        document, text = self._editor.document, self._wanted()
        if document is None or not text:
            self._editor.tell_nothing_selected()
            return
        self._label, self._text = document.labels[label], text
        found = occurrences(document, text, label)
        self._ranges, self._labelled = found.ranges, found.labelled
        if not self._ranges:
            say = tr(
                "Every “{text}” is {label} already.", text=quoted(text, _SHOWN), label=self._name()
            )
            self._session.noticed.emit(Notice(say))
            return
        self._out = set(found.doubtful)
        self._place = self._nearest()
        answers = (
            Answer(("Tab", "Down"), tr("next"), lambda: self._step(1)),
            Answer(("Shift+Tab", "Up"), "", lambda: self._step(-1)),
            Answer(("X", "Space"), tr("leave out or take"), self._toggle),
            Answer(("Return",), tr("label all"), self._take, main=True),
        )
        self._line.ask("", answers, self._end)
        self._outline()

    def _wanted(self) -> str:
        document, here = self._editor.document, self._editor.here
        meant = here.first(Entity) or here.first(Suggested)
        chosen = self._editor.selection() or (meant and (meant.start, meant.end))
        if document is None or not chosen:
            return ""
        return (document.reads(*chosen) or document.article.raw[slice(*chosen)]).strip()

    def _nearest(self) -> int:
        """The occurrence that is selected or at the caret, else the first one after it."""
        start, _ = self._editor.selection() or (self._editor.caret, 0)
        return next((n for n, span in enumerate(self._ranges) if span[1] > start), 0)

    def _name(self) -> str:
        return label_name(self._label) if self._label else ""

    # looking

    @property
    def _open(self) -> bool:
        return self._label is not None

    def _step(self, step: int) -> None:
        self._place = (self._place + step) % len(self._ranges)
        self._show()

    def _toggle(self) -> None:
        self._out ^= {self._place}
        self._outline()

    def _outline(self) -> None:
        self._editor.pair.outline(Outlined(self._ranges, frozenset(self._out)))
        self._show()

    def _show(self) -> None:
        ranges = self._ranges
        self._editor.pair.show_range_on_raw(*ranges[self._place])
        taken = len(ranges) - len(self._out)
        parts = [
            tr(
                "{label}: {count} of {total} “{text}”.",
                label=self._name(),
                count=taken,
                total=len(ranges),
                text=quoted(self._text, _SHOWN),
            )
        ]
        if self._place in self._out:
            parts.append(tr("This one is left out."))
        if self._labelled:
            one, many = mark("{count} has it already."), mark("{count} have it already.")
            parts.append(tr_count(one, many, self._labelled))
        self._line.say(tr_all(parts))

    def _click(self, offset: int) -> None:
        """Answer a click on an occurrence as the key does; a click elsewhere drops the preview."""
        if not self._open:
            return
        caret = self._editor.caret
        hit = [n for n, (low, high) in enumerate(self._ranges) if low <= caret <= high]
        if hit:
            self._place = hit[0]
            self._toggle()
            self._line.setFocus()
        else:
            self._line.drop()

    def _leave(self) -> None:
        """Drop the preview when the keyboard goes to the text; a click is answered by itself."""
        if self._open and not QGuiApplication.mouseButtons():
            self._line.drop()

    # ending

    def _take(self) -> None:
        document, label = self._editor.document, self._label
        ranges = tuple(r for n, r in enumerate(self._ranges) if n not in self._out)
        self._line.finish()
        self._end()
        if document is not None and label is not None and ranges:
            self._session.run(AddEntities(document.article.id, ranges, label.id))

    def _drop(self, *_: object) -> None:
        if self._open:
            self._line.drop()

    def _end(self) -> None:
        self._label = None
        self._editor.pair.outline(NOTHING_OUTLINED)
        self._editor.look()
