"""Every table of the service, so that the metadata is whole: for migrations, tests and jobs."""

from app.areas import models as areas
from app.core import history
from app.finder import models as finder
from app.geocoding import models as geocoding
from app.ingest.seed import models as seed
from app.offerings import models as offerings
from app.organizations import models as organizations
from app.places import models as places
from app.schedule import models as schedule
from app.vocabularies import models as vocabularies
from app.words import models as words

__all__ = [
    "areas",
    "finder",
    "geocoding",
    "history",
    "offerings",
    "organizations",
    "places",
    "schedule",
    "seed",
    "vocabularies",
    "words",
]
