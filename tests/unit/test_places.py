"""Coordinates as people paste them, and what may be sent of contents that are made here."""

import pytest

from services.domain.content import Choice, ContactCard, Location, Poll
from services.domain.errors import Invalid
from services.domain.new_content import NewContent, checked
from services.domain.outgoing import OutgoingKind, OutgoingMenu, TemplateField, TemplateOffer
from services.domain.places import read_place
from services.domain.templates import preview, template_of

SE = (-23.55052, -46.633308)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-23.55052, -46.633308", SE),
        ("  -23.55052 -46.633308 ", SE),
        ("-23,55052; -46,633308", SE),
        ("geo:-23.55052,-46.633308?z=17", SE),
        ("https://www.google.com/maps/place/X/@-23.5,-46.6,17z/data=!3d-23.55052!4d-46.633308", SE),
        ("https://www.google.com/maps/@-23.55052,-46.633308,17z", SE),
        ("https://maps.google.com/?q=-23.55052,-46.633308", SE),
        ("https://www.openstreetmap.org/?mlat=-23.55052&mlon=-46.633308#map=19/1/1", SE),
        ("https://www.openstreetmap.org/#map=19/-23.55052/-46.633308", SE),
        ("https://maps.app.goo.gl/abcdef", None),
        ("-123.5, -46.6", None),
        ("Rua Augusta, 100", None),
        ("", None),
        ("1" * 5000, None),
    ],
)
def test_places_are_read_from_what_is_pasted(text, place):
    assert read_place(text) == place


@pytest.mark.parametrize(
    ("new", "part"),
    [
        (NewContent(), "content"),
        (NewContent(location=Location(latitude=1, longitude=1), poll=Poll(question="?")), "content"),
        (NewContent(location=Location(latitude=float("nan"), longitude=1)), "location"),
        (NewContent(location=Location(latitude=91, longitude=1)), "location"),
        (NewContent(contact=ContactCard(name="Rui", phones=("123",))), "phone"),
        (NewContent(contact=ContactCard(name=" ", phones=("+5511988880001",))), "name"),
        (NewContent(poll=Poll(question="?", options=("a",))), "options"),
        (NewContent(poll=Poll(question="?", options=("a", "a "))), "options"),
        (NewContent(poll=Poll(question=" ", options=("a", "b"))), "question"),
        (NewContent(menu=OutgoingMenu(choices=(Choice(title="x" * 21),)), text="?"), "choices"),
        (NewContent(menu=OutgoingMenu(choices=tuple(Choice(title=str(n)) for n in range(4))), text="?"), "choices"),
        (NewContent(menu=OutgoingMenu(choices=(Choice(title="a"),)), text=" "), "text"),
        (NewContent(menu=OutgoingMenu(button="x" * 21, choices=(Choice(title="a"),)), text="?"), "button"),
    ],
)
def test_what_whatsapp_would_refuse_is_refused_here(new, part):
    with pytest.raises(Invalid) as refused:
        checked(new)
    assert refused.value.text == part


def test_choices_get_ids_and_blanks_go():
    menu = OutgoingMenu(button="Ver", choices=(Choice(title=" a "), Choice(title=""), Choice(title="b")))
    new = checked(NewContent(menu=menu, text="Qual?"))
    assert new.kind is OutgoingKind.LIST and new.menu is not None
    assert [(choice.id, choice.title) for choice in new.menu.choices] == [("1", "a"), ("2", "b")]


def test_a_template_is_filled_in_every_part():
    head, body, named = (
        TemplateField(part="header", name="1"), TemplateField(part="body", name="1"), TemplateField(part="body", name="loja"),
    )  # fmt: skip
    url = TemplateField(part="button", name="1", index=1, kind="url", words="Ver")
    code = TemplateField(part="button", name="code", index=2, kind="copy_code", words="Copiar")
    offer = TemplateOffer(
        name="x", language="pt_BR", approved=True, header="Pedido {{1}}", text="Oi {{1}}, da {{loja}}", footer="Sol",
        fields=(head, body, named, url, code),
    )  # fmt: skip
    values = {head: "118", body: "Marina", named: "Padaria", url: "118", code: "SOL10"}
    assert preview(offer, values) == "Pedido 118\n\nOi Marina, da Padaria\n\nSol"
    assert template_of(offer, values).components == (
        {"type": "header", "parameters": [{"type": "text", "text": "118"}]},
        {"type": "body", "parameters": [
            {"type": "text", "text": "Marina"}, {"type": "text", "text": "Padaria", "parameter_name": "loja"},
        ]},
        {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "118"}]},
        {"type": "button", "sub_type": "copy_code", "index": "2",
         "parameters": [{"type": "coupon_code", "coupon_code": "SOL10"}]},
    )  # fmt: skip
