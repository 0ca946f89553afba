"""The labels with their keys, what the caret is on and why, what is known, what was done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.document import Document
from annotator.model import (
    Entity,
    Finding,
    Label,
    LabelId,
    Origin,
    Repair,
    Suggested,
    Verdict,
)
from annotator.review.places import Thing
from annotator.review.queue import Proposal
from annotator.workspace import Workspace
from ui import rule_texts
from ui.i18n import language, mark, tr
from ui.icons import label_color, plain_icon, swatch
from ui.keys.keymap import Keymap
from ui.names import full_name, label_name, quoted, turns, type_name
from ui.qt_text import display
from ui.views.gone import GoneVerdicts
from ui.views.here import Here
from ui.views.history_list import HistoryList
from ui.views.meta_form import MetaForm
from ui.widgets import clear_layout, column_list, plain_label, plain_tip

_TEXT_SHOWN = 40
_CARDS = 4
_SIDE = 12
_LABEL_WIDTH = 108
"""What a label with its swatch needs at the least."""
_LABEL_ROWS = 10
"""Of more, the list of labels scrolls, so that what stands below it stays in sight."""
_LEAST_WIDTH = 160

VERDICT_NAMES = {
    None: mark("not judged yet"),
    Verdict.ACCEPTED: mark("right"),
    Verdict.REJECTED: mark("wrong"),
}


def _short(text: str) -> str:
    inked = any(sign.isprintable() and not sign.isspace() for sign in text)
    return quoted(text if inked else display(text, spaces=True), _TEXT_SHOWN)


class Inspector(QScrollArea):
    """The column at the right; `label_chosen` is a click on a label."""

    label_chosen = Signal(object)
    all_wanted = Signal(object)
    """A proposal whose like are all to be judged."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setWidgetResizable(True)
        # A click on a label leaves the keyboard in the text, where the next key is meant for.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(_SIDE, 10, _SIDE, _SIDE)
        self._column.setSpacing(6)
        self._headings: list[QLabel] = []
        self._labels = self._list_section(mark("Labels"))
        self._labels.setFlow(QListWidget.Flow.LeftToRight)
        self._labels.setWrapping(True)
        self._labels.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._labels.itemClicked.connect(self._choose_label)
        self._here = self._section(mark("At the caret"))
        self._said = ""
        self.meta = MetaForm()
        about = self._section(mark("About the article"))
        about.addWidget(self.meta)
        self._note = plain_label()
        about.addWidget(self._note)
        self.gone = GoneVerdicts()
        self._column.addWidget(self.gone)
        self._history = HistoryList()
        # The parts so far say nothing where there is no article.
        self._of_article = (*self._headings[1:], self.meta)
        self._section(mark("History")).addWidget(self._history)
        self._column.addStretch(1)
        self.setWidget(body)

    def _heading(self, text: str) -> QLabel:
        label = plain_label(tr(text))
        label.setObjectName("heading")
        self._headings.append(label)
        self._column.addWidget(label)
        return label

    def _section(self, title: str) -> QVBoxLayout:
        self._heading(title)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 10)
        self._column.addLayout(layout)
        return layout

    def _list_section(self, title: str) -> QListWidget:
        heading = self._heading(title)
        view = column_list(heading.text())
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._column.addWidget(view)
        return view

    # the caret

    def show_here(
        self, document: Document | None, here: Here, findings: Sequence[Finding] = ()
    ) -> None:
        """Say what the caret or the selection is on, and which of it is meant."""
        clear_layout(self._here)
        if document is None:
            return
        # The one that keys act on stands first, and behind it the one chosen next.
        turned = (*here.things[here.place :], *here.things[: here.place])
        for thing in turned[:_CARDS]:
            card = self._card_of(document, thing)
            card.setProperty("chosen", thing is here.chosen and len(here.things) > 1)
            self._here.addWidget(card)
        if len(here.things) > _CARDS:
            more = tr("and {count} more", count=len(here.things) - _CARDS)
            self._here.addWidget(plain_label(more))
        for finding in findings[:_CARDS]:
            self._here.addWidget(self._finding_card(document, finding))
        self._say_first()
        if not here.things and not findings:
            first = self._keymap.first
            hint = plain_label(
                tr(
                    "Nothing here. {next} goes to the next proposal. {select} selects a word, and "
                    "the key of a label labels it. {keys} lists all keys.",
                    next=first("next_proposal"),
                    select=first("widen"),
                    keys=first("keys"),
                )
            )
            hint.setObjectName("quiet")
            self._here.addWidget(hint)

    def _say_first(self) -> None:
        """Let a screen reader say what the caret came to; the pane says the text itself."""
        item = self._here.itemAt(0)
        card = item.widget() if item is not None else None
        said = card.accessibleName() if card is not None else ""
        if said and said != self._said and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self._said = said

    def _card_of(self, document: Document, thing: Thing) -> QWidget:
        if isinstance(thing, Entity):
            return self._entity_card(document, thing)
        if isinstance(thing, Suggested):
            return self._suggestion_card(document, thing)
        return self._proposal_card(document, thing)

    def _entity_card(self, document: Document, entity: Entity) -> QWidget:
        label = document.labels[entity.label]
        text = document.reads(entity.start, entity.end) or tr("(cut)")
        lines = [_short(text)]
        if entity.annotator:
            lines.append(tr("by {name}", name=entity.annotator))
        lines += [tr("Note: {note}", note=entity.note)] if entity.note else []
        title = full_name(label)
        return _card(title, lines, QColor(label_color(label.color)))

    def _suggestion_card(self, document: Document, one: Suggested) -> QWidget:
        # What suggests is heavy, and a window should be there before it.
        from annotator.engine import reason, source_name

        label, spoken = document.labels[one.label], language().value
        text = document.reads(one.start, one.end) or tr("(cut)")
        why = reason(one.source, one.details, spoken) or tr("It came with a file.")
        score = tr("score {value}", value=f"{one.score:.2f}")
        source = source_name(one.source, spoken)
        lines = [_short(text), why, " · ".join(filter(None, (score, source)))]
        keys = [self._keymap.first(id_) for id_ in ("take", "remove")]
        lines.append(tr("{take} takes it, {refuse} refuses it.", take=keys[0], refuse=keys[1]))
        title = tr("{label}?  suggested", label=full_name(label))
        return _card(title, lines, QColor(label_color(label.color)))

    def _proposal_card(self, document: Document, proposal: Proposal) -> QWidget:
        raw = _short(document.article.raw[proposal.start : proposal.end])
        lines = [raw]
        if isinstance(proposal, Repair):
            after = _short(proposal.text)
            change = mark("{before} → {after}") if after else mark("{before} is taken out")
            lines = [tr(change, before=raw, after=after)]
        why = rule_texts.why(proposal)
        lines += [why] if why else []
        facts = [tr(VERDICT_NAMES[proposal.verdict])]
        if proposal.origin is not Origin.PERSON:
            facts.insert(0, tr("confidence {value}", value=f"{proposal.confidence:.2f}"))
            facts += list(proposal.rules)
        lines.append(" · ".join(facts))
        lines += [tr("Note: {note}", note=proposal.note)] if proposal.note else []
        more: QPushButton | None = None
        if proposal.rules:
            more = QPushButton(tr("All of this rule…"))
            more.setAutoDefault(True)
            more.setObjectName("link")
            more.setCursor(Qt.CursorShape.PointingHandCursor)
            more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            more.clicked.connect(lambda: self.all_wanted.emit(proposal))
        return _card(type_name(proposal.type), lines, None, more)

    def _finding_card(self, document: Document, finding: Finding) -> QWidget:
        text = _short(document.article.raw[finding.start : finding.end])
        if finding.annotator is not None:
            by = tr("Marked by {name}", name=finding.annotator)
            return _card(type_name(finding.type), [text, by], None)
        sure = tr("confidence {value}", value=f"{finding.confidence:.2f}")
        facts = " · ".join((tr("cannot be repaired"), sure))
        lines = [text, *filter(None, [rule_texts.damage(finding)]), facts]
        return _card(type_name(finding.type), lines, None)

    # the labels

    def show_labels(self, labels: tuple[Label, ...]) -> None:
        """List the labels with their keys."""
        self._labels.clear()
        turn = turns(labels)
        for label in labels:
            swatch_icon = plain_icon(swatch(label.color, label.key.upper(), turn[label.id]))
            item = QListWidgetItem(swatch_icon, label_name(label))
            item.setData(Qt.ItemDataRole.UserRole, label.id)
            item.setToolTip(plain_tip(f"{label.name} {label.title} {label.description}"))
            self._labels.addItem(item)
        self._fit_labels()

    def _fit_labels(self) -> None:
        """Set the labels in as many columns as have room; what is too long for one is cut short."""
        labels, frame = self._labels, 2 * self._labels.frameWidth()
        room = self.viewport().width() - 2 * _SIDE - frame
        columns = max(1, room // _LABEL_WIDTH)
        rows = -(-max(1, labels.count()) // columns)
        scrolls = rows > _LABEL_ROWS
        if scrolls:
            room -= labels.verticalScrollBar().sizeHint().width()
        # One that came as needed would take the room that the last column needs, and so be needed.
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        labels.setVerticalScrollBarPolicy(bar)
        cell = QSize(room // columns - 1, labels.fontMetrics().height() + 10)
        labels.setGridSize(cell)
        for number in range(labels.count()):
            labels.item(number).setSizeHint(cell)
        labels.setFixedHeight(min(rows, _LABEL_ROWS) * cell.height() + frame + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_labels()

    def _choose_label(self, item: QListWidgetItem) -> None:
        self._labels.clearSelection()
        self.label_chosen.emit(LabelId(item.data(Qt.ItemDataRole.UserRole)))

    # what is known, what was done

    def show_article(self, workspace: Workspace | None, document: Document | None) -> None:
        """Show what is known about the article, and what was done to it."""
        for part in self._of_article:
            part.setVisible(document is not None)
        self.meta.show_meta(document.article.meta if document is not None else None)
        note = document.article.note if document is not None else ""
        self._note.setText(tr("Note: {note}", note=note) if note else "")
        self._note.setVisible(bool(note))
        article = document.article if document is not None else None
        if workspace is not None and article is not None:
            self.gone.show_verdicts(article.raw, workspace.orphaned_verdicts(article.id))
        else:
            self.gone.show_verdicts("", ())
        self._history.show_history(workspace, article.id if article is not None else None)


def _card(
    title: str, lines: list[str], color: QColor | None, more: QWidget | None = None
) -> QWidget:
    card = QFrame()
    card.setObjectName("card")
    card.setAccessibleName(". ".join((title, *lines)))
    row = QHBoxLayout(card)
    row.setContentsMargins(10, 8, 10, 8)
    if color is not None:
        bar = QFrame()
        bar.setFixedWidth(4)
        bar.setStyleSheet(f"background: {color.name()}; border-radius: 2px;")
        row.addWidget(bar)
    column = QVBoxLayout()
    column.setSpacing(3)
    heading = plain_label(title)
    heading.setObjectName("strong")
    column.addWidget(heading)
    for line in lines:
        column.addWidget(plain_label(line))
    if more is not None:
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
    row.addLayout(column, 1)
    return card
