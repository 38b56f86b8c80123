"""What things are called: files from the short list, functions as their answer or act."""

import ast
import re
from collections.abc import Iterator, Mapping

from tests.architecture.project import Found, Module, Project, but

EMPTY_WORDS = ("get_", "handle_", "process_", "manage_")
DRAWERS = re.compile(r"_*(common|helpers?|managers?|misc|services?|shared|stuff|utils?)")
OTHERS_NAMES: Mapping[str, str] = {
    "app/core/http/handles.py get_route_handler": "FastAPI calls it so",
    "app/core/http/serving.py handle_exit": "uvicorn calls it so",
}

SHORT_LIST = frozenset(
    ("__init__", "router", "commands", "queries", "rules", "schemas", "models", "jobs")
)
NOT_OF_THE_DOMAIN = frozenset({"cli", "core", "ingest", "web"})
BESIDE_THE_LIST: Mapping[str, str] = {
    "app/finder/agenda.py": "a question: what is when",
    "app/finder/area_map.py": "a question: the social map of an area",
    "app/finder/area_schemas.py": "answers of the area map and the front doors",
    "app/finder/asking.py": "from a question as it came in to the values of the statements",
    "app/finder/pages.py": "a page of an answer, and where it ended",
    "app/finder/facets.py": "a question: how many with each choice",
    "app/finder/filters.py": "schemas of what comes in; schemas.py is what goes out",
    "app/finder/for_engines.py": "a question: what search engines may know of",
    "app/finder/front_doors.py": "a question: where to turn first",
    "app/finder/hints.py": "a question: nothing found, what then",
    "app/finder/minutes.py": "the whole minute at which a door is open",
    "app/finder/near_misses.py": "what words may mean that find nothing as they stand",
    "app/finder/offering_in_full.py": "a question: everything about one offering",
    "app/finder/offering_schemas.py": "the answer about one offering",
    "app/finder/page_questions.py": "schemas of what comes in about sessions and places",
    "app/finder/place_schemas.py": "answers about places",
    "app/finder/places_found.py": "a question: which places, and are they open",
    "app/finder/programme.py": "a question: when is one offering, as far as we know",
    "app/finder/readings.py": "how a question's words are taken",
    "app/finder/said_areas.py": "areas that are named among the words",
    "app/finder/search.py": "a question: what is there",
    "app/finder/session_schemas.py": "answers of the agenda",
    "app/finder/terms.py": "codes of the vocabularies by position",
    "app/finder/unfound.py": "what is looked for in vain: counted, and written once a minute",
    "app/finder/whom_to_call.py": "a question: whom to call about what a page lists",
    "app/finder/unfound_words.py": "which words may be counted, and when often enough",
    "app/geocoding/likeness.py": "pure: how much a typed name is like another",
    "app/geocoding/locatieserver.py": "PDOK's search of addresses, asked and remembered",
    "app/geocoding/names.py": "pure: names as they are compared",
    "app/geocoding/ranking.py": "pure: which of what was found is meant",
    "app/geocoding/search.py": "a question: which place is meant by these words",
    "app/offerings/programme.py": "commands on schedules and single sessions",
    "app/offerings/sessions.py": "the computed sessions that follow from every command",
    "app/places/opening.py": "pure: the one function of opening state",
    "app/places/opening_badge.py": "pure: what a badge says during a stretch",
    "app/places/opening_exceptions.py": "pure: exceptional days in Dutch",
    "app/places/opening_rules.py": "pure: one rule of opening hours on one day",
    "app/places/opening_syntax.py": "pure: the notation of OpenStreetMap",
    "app/places/opening_text.py": "pure: opening hours in Dutch",
    "app/places/openings.py": "the computed opening spans that follow from every command",
    "app/places/stops.py": "commands on stops of public transport",
    "app/schedule/expansion.py": "pure: from a recurrence to its dates",
    "app/schedule/holidays.py": "pure: the calendar",
    "app/schedule/preview.py": "pure: the next dates and a sentence, for who fills in a schedule",
    "app/schedule/recurrence.py": "pure: what a series is",
    "app/schedule/sentences.py": "pure: a recurrence in Dutch",
    "app/words/ages.py": "pure: how old somebody is, said in words",
    "app/words/alternatives.py": "pure: what meets a piece of a question",
    "app/words/asked.py": "what typed words ask for",
    "app/words/compounds.py": "pure: the parts of Dutch compounds",
    "app/words/danger.py": "whom to call about what somebody types",
    "app/words/danger_file.py": "signs of danger and numbers, as a file",
    "app/words/danger_matching.py": "pure: which signs stand in words",
    "app/words/danger_spelling.py": "pure: how words of danger are compared",
    "app/words/files.py": "the lists as files",
    "app/words/folding.py": "pure: words without case, accents and punctuation",
    "app/words/inflection.py": "pure: Dutch forms of one word",
    "app/words/languages.py": "pure: the language that somebody speaks, said in words",
    "app/words/lexicon.py": "pure: the lists, laid out to be looked up",
    "app/words/meanings.py": "pure: what a phrase may stand for",
    "app/words/negations.py": "pure: words that take something out",
    "app/words/respect.py": "pure: that nobody's origin, religion or orientation is a problem",
    "app/words/seeking.py": "pure: whether somebody looks for children",
    "app/words/segments.py": "pure: what was typed, cut into pieces",
    "app/words/spelling.py": "pure: what a misspelt word may have been meant to be",
    "app/words/times.py": "pure: days, dates and parts of a day, said in words",
    "app/words/understanding.py": "pure: from typed words to what is asked",
    "app/words/wishes.py": "pure: filters that are said in words",
}


def empty_function_names(project: Project) -> list[Found]:
    """Functions whose name says only that something happens."""

    def found() -> Iterator[Found]:
        for module in project.app:
            for node in module.nodes:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
                    node.name.lstrip("_").startswith(EMPTY_WORDS)
                ):
                    yield module.found(node, node.name, "name it as its answer or its act")

    return but(found(), OTHERS_NAMES)


def drawers(project: Project) -> Iterator[Found]:
    """Files and folders that could hold anything."""
    for module in project.app:
        for part in module.path.removesuffix(".py").split("/"):
            if DRAWERS.fullmatch(part):
                yield Found(module.path, 1, part, "a file is called by what is in it")


def files_off_the_list(project: Project) -> list[Found]:
    """Files of domain packages that are not on the short list, nor named with a reason."""
    off = [
        Found(module.path, 1, "", "is not on the short list of files")
        for module in project.app
        if _is_of_domain(module) and not _is_listed(module)
    ]
    return but(off, {f"{path} ": reason for path, reason in BESIDE_THE_LIST.items()})


def _is_of_domain(module: Module) -> bool:
    return module.path.count("/") > 1 and module.package not in NOT_OF_THE_DOMAIN


def _is_listed(module: Module) -> bool:
    is_flat = module.path.count("/") == len(("app", "package"))
    return is_flat and module.name in SHORT_LIST
