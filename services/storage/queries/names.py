"""What a person is called: the desk's own name, what the phone's address book says, what they call themselves."""

SHOWN = "coalesce(p.own_name, p.name, p.business_name, p.push_name)"
