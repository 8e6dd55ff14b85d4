"""Hooks of mkdocs: pages that lie elsewhere in the repository, and links that hold on the site.

The pages are written to be read in the repository, so their links lead to its files. On the site a
link to a file that is a page or picture there leads to it; of a link to any other file of the
repository only the words remain; whatever leads nowhere is left for ``mkdocs build --strict`` to find.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).resolve().parent.parent

# file of the site -> file of the repository
ELSEWHERE: Final = {
    "authoring.md": "annotations/FORMAT.md",
    "benchmarks.md": "benchmarks/README.md",
    "changelog.md": "CHANGELOG.md",
    "corpus.md": "annotations/README.md",
    "encoder.md": "models/encoder/README.md",
    "entities.svg": "annotations/entities.svg",
    "guidelines.md": "annotations/GUIDELINES.md",
    "model.md": "models/default/README.md",
    "security.md": "SECURITY.md",
    "themes.svg": "annotations/themes.svg",
}

_LINK = re.compile(r"\[(?P<words>[^]]*)\]\((?!\w+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
_ROLE = re.compile(r":(?:class|func|meth|mod):(?=<)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what lies elsewhere."""
    for name, path in ELSEWHERE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn the links of a page into those of the site; all pages lie in one folder there."""
    places = {Path(file.abs_src_path).resolve(): file.src_uri for file in files if file.abs_src_path}
    folder = Path(page.file.abs_src_path or "").parent
    return _LINK.sub(lambda link: site_link(link, folder, places), markdown)


def site_link(link: re.Match[str], folder: Path, places: dict[Path, str]) -> str:
    """Return what stands on the site for a link in a file of `folder`; `places` has the site's files."""
    target = (folder / link["path"]).resolve()
    if target in places:
        return f"[{link['words']}]({places[target]}{link['anchor'] or ''})"
    in_repository = target.is_relative_to(ROOT) and target.exists()
    return link["words"] if in_repository else link[0]


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Drop the Sphinx roles of docstrings."""
    return _ROLE.sub("", html)
