"""Classification: UK Government Security Classifications, in rising order."""

from headwater.classification import Classification
from headwater.model import Classification as InTheModel


def test_the_order_is_the_rising_one():
    assert [level.mark for level in sorted(Classification)] == [
        "OFFICIAL",
        "OFFICIAL-SENSITIVE",
        "SECRET",
        "TOP SECRET",
    ]


def test_the_model_hands_on_the_same():
    assert InTheModel is Classification
