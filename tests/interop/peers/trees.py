"""Parsers of languages that the machine does not have: what is no such language, by its line."""

import tree_sitter
import tree_sitter_c_sharp
import tree_sitter_java
import tree_sitter_kotlin
import tree_sitter_powershell

GRAMMARS = {
    "csharp": tree_sitter_c_sharp,
    "java": tree_sitter_java,
    "kotlin": tree_sitter_kotlin,
    "powershell": tree_sitter_powershell,
}


def faults(language, text):
    """`line: what stands there` of everything that does not parse, and of all that is missing."""
    grammar = tree_sitter.Language(GRAMMARS[language].language())
    tree = tree_sitter.Parser(grammar).parse(text.encode())
    return list(_faults(tree.root_node))


def _faults(node):
    if node.is_error or node.is_missing:
        yield f"{node.start_point[0] + 1}: {(node.text or b'').decode()[:80] or node.type}"
    elif node.has_error:
        for child in node.children:
            yield from _faults(child)


CALLS = {"faults": faults}
