"""How an action says no."""


class Refused(Exception):
    """A deed that was asked for and is not allowed.

    `code` names the kind of violation ("V07") when supervision must see the attempt; None means plain
    validation, which nobody is blamed for. `message` is a translated sentence for the person at the desk,
    `field` the form field it belongs to.
    """

    def __init__(self, code, message, field=None):
        super().__init__(message)
        self.code, self.message, self.field = code, message, field
