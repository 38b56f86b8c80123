"""The rules that can be read off the source, each as a sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from tests.architecture.documents import settings_unexplained
from tests.architecture.migrations import (
    copies_that_differ,
    migrations_out_of_line,
    migrations_that_import_us,
    migrations_without_a_way_back,
)
from tests.architecture.names import drawers, empty_function_names, files_off_the_list
from tests.architecture.project import Found, Project
from tests.architecture.signatures import (
    any_keywords,
    bare_containers,
    db_not_first,
    many_positional,
    positional_flags,
)
from tests.architecture.sql import (
    clocks_in_sql,
    sql_out_of_place,
    sql_without_a_head,
    texts_of_no_home,
    values_not_bound,
)
from tests.architecture.tables import tables_above
from tests.architecture.templates import (
    addresses_in_templates,
    html_that_is_not_escaped,
    inline_styles_and_scripts,
    texts_in_templates,
)
from tests.architecture.time_and_commits import clocks_out_of_place, commits_out_of_place

Rule: TypeAlias = Callable[[Project], Iterable[Found]]

RULES: Mapping[str, Rule] = {
    "nobody commits but the request, the command line and jobs": commits_out_of_place,
    "the clock is asked once, at the edge": clocks_out_of_place,
    "SQL stands in queries.py or in a file": sql_out_of_place,
    "text() takes a literal or a file": texts_of_no_home,
    "values are bound": values_not_bound,
    "every SQL file tells its question, parameters and index": sql_without_a_head,
    "SQL asks no clock": clocks_in_sql,
    "SQL names tables downward only": tables_above,
    "functions are named as their answer or act": empty_function_names,
    "no file is a drawer": drawers,
    "a package holds files from the short list": files_off_the_list,
    "db comes first": db_not_first,
    "the rest goes by name": many_positional,
    "nothing is swallowed by name": any_keywords,
    "signatures say what is inside": bare_containers,
    "flags are named": positional_flags,
    "migrations are numbered in one line": migrations_out_of_line,
    "migrations have a way back": migrations_without_a_way_back,
    "migrations never import app": migrations_that_import_us,
    "frozen copies equal their files": copies_that_differ,
    "every setting is explained": settings_unexplained,
    "templates hold no text": texts_in_templates,
    "templates hold no style or script": inline_styles_and_scripts,
    "templates write no address by hand": addresses_in_templates,
    "what is put in a page is escaped": html_that_is_not_escaped,
}
