"""What the portal says where a sealed bid, a key or a price does not fit; with the cure."""

from django.utils.translation import gettext_lazy as _

from procurement.sealing import Unsealable

WORDS = {
    "size": _("The file does not have the size of this box: the upload was cut off, or it is not a sealed bid."),
    "format": _("This is not a sealed bid. Seal the bid on this page or with the offline tool first."),
    "tender": _("This bid was sealed for another tender or another round. Seal it anew for this one."),
    "work": _("The file is damaged, or its short calculation is missing. Seal the bid anew."),
    "changed": _("The ciphertext is not the one that was received: it was changed or swapped."),
    "commitment": _("This key is not the one that was committed to with the bid."),
    "bidder": _("The bid was sealed by another firm than this one."),
    "sealed": _("The ciphertext cannot be opened: it was changed, cut off or swapped."),
    "content": _("The content of the bid cannot be read."),
    "large": _("The content is too large for this box. Please make the files smaller."),
    "price_unit": _("Give the price in yuan as a number, not in 万元; for example 9650000.00."),
    "price_form": _("The price is a number with two decimals at most; for example 9650000.00."),
    "price_fen": _("The price has two decimals at most: whole fen."),
    "price_range": _("The price must be more than zero and at most ten thousand billion yuan."),
    "keyfile": _("This is not the key file of a bid. Choose the file that was saved when the bid was sealed."),
}


def in_words(wrong: Unsealable) -> str:
    return str(WORDS[wrong.code])
