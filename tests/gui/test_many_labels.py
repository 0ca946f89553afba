"""Label sets that are large, have long names, or lie in each other many times over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QStyle, QStyleOptionFrame

from tests.desk import Desk
from ui.dialogs.labels import LabelsDialog
from ui.views.inspector import Inspector

TEXT = "上海市徐汇区漕河泾开发区管理委员会办公室主任王小明出席会议。"
LONG = "名称特别长的标签用来看看布局会不会被它撑破" * 2


@pytest.fixture
def many(desk: Desk, tmp_path: Path) -> Desk:
    """Sixty labels, every third with a long name."""
    names = [f"{LONG}{n:02}" if n % 3 == 0 else f"L{n:02}" for n in range(60)]
    entities = [{"start": 0, "end": 3, "label": name} for name in names]
    record = json.dumps({"id": "a", "text": TEXT, "entities": entities}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(record, encoding="utf-8")
    desk.start(tmp_path / "a.jsonl")
    assert len(desk.workspace.labels()) > 60
    return desk


def inspector(desk: Desk) -> Inspector:
    return desk.desktop.window.inspector


def labels_dialog(desk: Desk) -> LabelsDialog:
    desk.desktop.window.files.show_labels()
    desk.settle()
    return desk.desktop.window.findChild(LabelsDialog)


def test_no_label_of_the_list_lies_over_another(many: Desk) -> None:
    view = inspector(many)._labels
    rects = [view.visualItemRect(view.item(number)) for number in range(view.count())]
    assert len({rect.x() for rect in rects}) > 1, "in columns"
    assert not any(one.intersects(other) for n, one in enumerate(rects) for other in rects[n + 1 :])
    assert max(rect.right() for rect in rects) <= view.viewport().width()


def test_what_the_caret_is_on_stands_in_sight_below_many_labels(many: Desk) -> None:
    column = inspector(many)
    card = column._here.itemAt(0).widget()
    shown = QRect(card.mapTo(column, card.rect().topLeft()), card.size())
    assert column.rect().contains(shown.topLeft())
    view = column._labels
    last = view.item(view.count() - 1)
    view.scrollToItem(last)
    assert view.viewport().rect().contains(view.visualItemRect(last))


def test_the_inspector_has_its_room_after_the_window_was_small(working: Desk) -> None:
    window = working.desktop.window
    window.resize(window.minimumSizeHint())
    working.settle()
    window.resize(1280, 800)
    working.settle()
    assert inspector(working).width() >= 160
    assert inspector(working)._labels.gridSize().width() >= 100


def test_a_label_with_one_name_is_called_so_once(many: Desk) -> None:
    card = inspector(many)._here.itemAt(0).widget()
    assert card.accessibleName().startswith(f"{LONG}00. ")


def test_the_table_of_labels_keeps_its_columns_in_sight(many: Desk) -> None:
    dialog = labels_dialog(many)
    table = dialog._table
    assert dialog.width() == 760
    description = table.horizontalHeader().sectionViewportPosition(4)
    assert description < table.viewport().width() - 80


def test_the_name_of_a_new_label_can_be_read_while_it_is_changed(working: Desk) -> None:
    dialog = labels_dialog(working)
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Add").click()
    working.settle()
    [field] = dialog._table.findChildren(QLineEdit)
    assert field.text() == "LABEL1"
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    assert inside.width() > field.fontMetrics().horizontalAdvance("LABEL1")


def test_the_cell_that_was_changed_stays_the_chosen_one(working: Desk) -> None:
    table = labels_dialog(working)._table
    table.setCurrentCell(2, 3)
    table.item(2, 3).setText("u")
    assert (table.currentRow(), table.currentColumn()) == (2, 3)


def test_lines_of_deeply_nested_entities_stay_in_their_row(desk: Desk, tmp_path: Path) -> None:
    ends = (3, 6, 9, 12, 15, 18)
    entities = [{"start": 0, "end": end, "label": f"N{end}"} for end in ends]
    record = json.dumps({"id": "a", "text": TEXT * 4, "entities": entities}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(record, encoding="utf-8")
    desk.start(tmp_path / "a.jsonl")
    pane = desk.desktop.window.editor.pair.clean
    decor = pane._painter._rows[0, 0]
    tops = [rect.top() for rect, _ in decor.lines]
    metrics = pane.page.metrics
    assert len(set(tops)) == len(ends), "each on a line of its own"
    next_text = metrics.row + metrics.text_top
    assert max(rect.bottom() for rect, _ in decor.lines) < next_text


def test_the_usual_labels_stand_in_two_columns_without_a_bar(working: Desk) -> None:
    view, window = inspector(working)._labels, working.desktop.window
    for width in (160, 256):
        window.resizeDocks([window._docks[1]], [width], Qt.Orientation.Horizontal)
        working.settle()
    columns = {view.visualItemRect(view.item(number)).x() for number in range(view.count())}
    assert len(columns) == 2
    assert not view.verticalScrollBar().isVisible()
