"""A migration operation for many tables at once."""

from django.db.migrations.operations.base import Operation, OperationCategory


class Tables(Operation):
    """Creates the tables of several models; each may point to those before it.

    Django makes all models that are connected with a new one again for every CreateModel. With a hundred models that
    all point to the same people this takes longer than everything else, so here they are made once, for all of them.
    """

    category = OperationCategory.ADDITION

    def __init__(self, models):
        self.models = models

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)  # is made when somebody asks for it
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.models)} tables"
