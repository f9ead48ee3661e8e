"""Document numbers in fields and in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.documents import expiry_in, issue_in, number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("OA 454044", "OA 454044"),
        ("SE-011697", "SE-011697"),
        ("44103-5251752-5", "44103-5251752-5"),
        ("Afghan national identification card (tazkira) number 4414", "4414"),
        ("403062567 (US)", "403062567"),
        ("R00005943, South Sudan", "R00005943"),
        ("381110042 (Expired 25 Jan. 2016)", "381110042"),
        ("Libya number FK117RK0, issued on 25 Nov. 2018, issued in Tripoli", "FK117RK0"),
        ("Libya B/002210", "B/002210"),
        ("C17HLRL3, issued on 30 December 2015, issued in Zawiya", "C17HLRL3"),
        ("Personal identification no.: 137803", "137803"),
        ("Italian Fiscal Code: DAOMMD74T11Z352Z", "DAOMMD74T11Z352Z"),
        ("Diplomatic Passport D014433", "D014433"),
        ("revoked as at Sep. 2012", ""),
        ("Birth certificate", ""),
        ("", ""),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert number_in(text) == number


def test_dates_that_a_text_announces() -> None:
    assert expiry_in("expired on 23 Feb. 2000") == "2000-02-23"
    assert expiry_in("(Date of expiration: 24 Nov 2026)") == "2026-11-24"
    assert expiry_in("expires 18 May 2029") == "2029-05-18"
    assert expiry_in("valid until 16 Feb. 2017") == "2017-02-16"
    assert issue_in("782633, issued on 31 May 2005") == "2005-05-31"
    assert issue_in("Date of issue 7 January 1996") == "1996-01-07"
    assert issue_in("officially cancelled as of 2013") == expiry_in("officially cancelled as of 2013") == ""


@given(st.text(max_size=200))
def test_a_number_stands_in_its_text(text: str) -> None:
    assert number_in(text) in text
