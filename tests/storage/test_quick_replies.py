"""Ready answers: fields are filled once and literally."""

from services.domain.replies import fill, first_name, greeting_code, missing


def test_fields_are_filled_in_one_pass() -> None:
    values = {"first_name": "{pix}", "pix": "chave", "greeting": "Bom dia"}
    assert fill("{greeting}, {first_name}! {Pix} {outro} {", values) == "Bom dia, {pix}! chave {outro} {"
    assert missing("{a} {pix} {a} {b}", values) == ("a", "b")


def test_first_names() -> None:
    assert first_name("Marina Duarte") == "Marina"
    assert first_name("🌸 ~Bia~ Prado") == "Bia"
    assert first_name("+55 11 98888-0001") == first_name(None) == ""


def test_greetings_by_the_hour() -> None:
    assert [greeting_code(hour) for hour in (3, 4, 11, 12, 17, 18)] == [
        "evening", "morning", "morning", "afternoon", "afternoon", "evening",
    ]  # fmt: skip
