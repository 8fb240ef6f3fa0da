"""What the demo's customers say, in the two languages of the program."""

import msgspec


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """``first_reply`` has one text for each customer, in their order; ``labels`` a name and a colour index each."""

    cake_ready: str
    cida_thanks: str
    marina_asks: str
    marina_shows: str
    rafael_asks: str
    first_reply: tuple[str, str, str]
    friendly: tuple[str, ...]
    labels: tuple[tuple[str, int], ...]


PT_BR = Texts(
    cake_ready="Dona Cida, o bolo de fubá fica pronto às 17h 😊",
    cida_thanks="Obrigada! Ficou uma delícia, a família adorou 🥰",
    marina_asks="Bom dia! Vocês fazem bolo de cenoura por encomenda?",
    marina_shows="Queria um parecido com este, para sábado",
    rafael_asks="Oi, meu pedido 118 já saiu para entrega?",
    first_reply=(
        "Perfeito, pode reservar para mim!",
        "Ah, que bom! Fico no aguardo então",
        "Semana que vem vou querer outro, viu?",
    ),
    friendly=(
        "Combinado 👍",
        "Muito obrigado pela atenção!",
        "Vocês são ótimos 😄",
        "Certo, qualquer coisa eu chamo aqui",
    ),
    labels=(("Pedido novo", 1), ("Pagamento pendente", 2), ("Pago", 15)),
)

EN = Texts(
    cake_ready="Dona Cida, your cornmeal cake will be ready at 5 pm 😊",
    cida_thanks="Thank you! It was delicious, the family loved it 🥰",
    marina_asks="Good morning! Do you make carrot cakes to order?",
    marina_shows="I'd like one like this, for Saturday",
    rafael_asks="Hi, has my order 118 gone out for delivery yet?",
    first_reply=(
        "Perfect, please book it for me!",
        "Oh, great! I'll be waiting then",
        "I'll want another one next week, you know",
    ),
    friendly=(
        "Deal 👍",
        "Thank you so much for your help!",
        "You are the best 😄",
        "Alright, I'll write if I need anything",
    ),
    labels=(("New order", 1), ("Pending payment", 2), ("Paid", 15)),
)


def for_language(language: str) -> Texts:
    """English where it is asked for ("en", "en_US"), Portuguese otherwise."""
    return EN if language.lower().startswith("en") else PT_BR
