"""What the project sets right in a library before anything else runs."""

from django.apps import AppConfig
from django.db.models.signals import class_prepared
from django_fsm import FSMFieldMixin

FROM_MIGRATIONS = "__fake__"  # the module Django gives the models it makes up while it migrates


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self):
        FSMFieldMixin.contribute_to_class = without_idle_listeners(FSMFieldMixin.contribute_to_class)


def without_idle_listeners(contribute):
    """A state field listens to every class made after it, to collect transitions. Migrating makes thousands of copies
    of models, none of which has transitions: their fields stop listening, or each new copy would wake all the others.
    """

    def contribute_to_class(field, cls, name, *args, **more):
        contribute(field, cls, name, *args, **more)
        if cls.__module__ == FROM_MIGRATIONS:
            class_prepared.disconnect(field._collect_transitions)

    return contribute_to_class
