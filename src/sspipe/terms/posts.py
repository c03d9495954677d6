"""The joint posts of a site from posts.yaml, and the other posts that their holders may hold."""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal

from pydantic import Field

from sspipe.model.posts import JointPost, OtherPost
from sspipe.terms.faults import Fault
from sspipe.terms.forms import Code, FileForm, Form, Text
from sspipe.terms.strict_yaml import Document

Names = Annotated[tuple[Text, ...], Field(min_length=1)]


class PostForm(Form):
    """One joint post under its one identity."""

    post: Code
    code: Annotated[str, Field(strict=True, pattern=r"^[A-Z0-9]+$")]
    titles: dict[Code, Names]
    refs: dict[Code, Text]
    cost_centres: dict[Code, Text]
    source: Text


class OtherPostForm(Form):
    """One post that is not joint."""

    council: Code
    post_ref: Text
    title: Text


class PostsFile(FileForm):
    """The file posts.yaml."""

    illustrative: tuple[Literal["refs", "cost_centres", "titles"], ...] = ()
    posts: tuple[PostForm, ...]
    not_joint: tuple[OtherPostForm, ...]


def post_faults(document: Document, form: PostsFile, councils: Collection[str]) -> Iterator[Fault]:
    """Say what the posts have wrong among each other and about the councils."""
    yield from _unknown_councils(document, form, councils)
    yield from _repeated(document, form)
    yield from _joint_and_not(document, form)


def _unknown_councils(document: Document, form: PostsFile, councils: Collection[str]) -> Iterator[Fault]:
    known = f"a council of the site ({', '.join(sorted(councils))})"
    for at, post in enumerate(form.posts):
        for entry in ("titles", "refs", "cost_centres"):
            for council in set(getattr(post, entry)) - set(councils):
                place = document.place("posts", at, entry, council)
                yield Fault(place, f"the unknown council '{council}'", known, "Correct the council's code.")
    for at, other in enumerate(form.not_joint):
        if other.council not in councils:
            place = document.place("not_joint", at, "council")
            yield Fault(place, f"the unknown council '{other.council}'", known, "Correct the council's code.")


def _repeated(document: Document, form: PostsFile) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for at, post in enumerate(form.posts):
        identities = [("post", post.post), ("code", post.code), *post.refs.items()]
        for what, value in identities:
            if (what, value) in seen:
                place = document.place("posts", at, *(("refs", what) if what in post.refs else (what,)))
                yield Fault(place, f"'{value}' twice", "each post and reference once", "Correct one of the two.")
            seen.add((what, value))


def _joint_and_not(document: Document, form: PostsFile) -> Iterator[Fault]:
    joint = {(council, ref) for post in form.posts for council, ref in post.refs.items()}
    for at, other in enumerate(form.not_joint):
        if (other.council, other.post_ref) in joint:
            place = document.place("not_joint", at, "post_ref")
            found = f"the reference '{other.post_ref}' of a joint post"
            yield Fault(place, found, "posts that are not joint", "Remove it from one of the two lists.")


def posts_of(form: PostsFile) -> tuple[JointPost, ...]:
    """The joint posts in the model's words."""
    return tuple(JointPost(**post.model_dump()) for post in form.posts)


def other_posts_of(form: PostsFile) -> tuple[OtherPost, ...]:
    """The other posts in the model's words."""
    return tuple(OtherPost(**post.model_dump()) for post in form.not_joint)
