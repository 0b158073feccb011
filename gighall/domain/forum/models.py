"""Tables of the room forum: questions and answers, and what people make of them.

``shown`` words and ``body`` are what others read: contact details are withheld there. A body is a list of blocks,
``{"html": …}`` or ``{"quote": {"source", "at", "quoted_at", "blocks"}}``; whose words a quote holds is looked up when
it is read.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

from .rules import DOWN, REACTIONS, UP


class Topic(models.Model):
    """A question with its answers, or a note of staff. Whoever changes anything in it locks its row first."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_note = models.BooleanField()
    title = models.CharField(max_length=limits.TOPIC_TITLE_CHARACTERS_MAX)
    title_shown = models.CharField(max_length=limits.TOPIC_TITLE_CHARACTERS_MAX * 2)
    made_at = models.DateTimeField()
    # When something was last written here.
    active_at = models.DateTimeField()
    # How many answers can be read, counted anew under the row's lock whenever one comes or goes.
    answers = models.PositiveIntegerField(default=0)
    best = models.ForeignKey("Post", on_delete=models.PROTECT, related_name="+", null=True)
    best_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=SearchVector("title_shown", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(best__isnull=True, best_at__isnull=True)
                | Q(best__isnull=False, best_at__isnull=False),
                name="topic_best_chosen_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-active_at", "-id"], name="topic_by_activity"),
            GinIndex(fields=["search"], name="topic_by_words"),
            GinIndex(fields=["title_shown"], opclasses=["gin_trgm_ops"], name="topic_by_similar_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """A question or an answer."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts")
    is_question = models.BooleanField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField()
    text = models.TextField()
    body = models.JSONField()
    # The author's own words as others read them, without quotes and markup: what is searched and quoted.
    words = models.TextField()
    withheld_kinds = models.JSONField(default=list)
    # Words that sound like going elsewhere; they stay, and the author is told.
    is_noted = models.BooleanField(default=False)
    # The sum of the votes, counted anew under the topic's lock whenever one changes.
    score = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    # Every change, silent ones too; ``changes`` counts them.
    changed_at = models.DateTimeField(null=True)
    changes = models.PositiveIntegerField(default=0)
    # The last edit that shows.
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    edit_reason = models.CharField(max_length=limits.POST_REASON_CHARACTERS_MAX, blank=True)
    # Taken away by its author, or hidden by staff for a reason.
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    removed_because = models.CharField(max_length=limits.POST_REASON_CHARACTERS_MAX, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(is_question=True), name="post_one_question_a_topic"
            ),
            models.UniqueConstraint(fields=["author", "client_key"], name="post_once_a_key"),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True, edited_by__isnull=True)
                | Q(edited_at__isnull=False, edited_by__isnull=False),
                name="post_edited_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="post_removed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "-score", "made_at", "id"], name="post_by_score"),
            models.Index(fields=["topic", "made_at", "id"], name="post_by_time"),
            models.Index(fields=["author", "made_at"], name="post_by_author"),
            models.Index(
                fields=["-score", "-id"],
                name="question_by_score",
                condition=Q(is_question=True, removed_at__isnull=True),
            ),
            GinIndex(fields=["search"], name="post_by_words"),
        ]

    def __str__(self) -> str:
        return f"post {self.public_id}"


class PostVersion(models.Model):
    """How a post read from one visible edit to the next; the first one is what was posted."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title_shown = models.CharField(max_length=limits.TOPIC_TITLE_CHARACTERS_MAX * 2, blank=True)
    body = models.JSONField()
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=limits.POST_REASON_CHARACTERS_MAX, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_in_its_place")]

    def __str__(self) -> str:
        return f"version {self.number} of post {self.post_id}"


class Vote(models.Model):
    """One member's vote about one post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    value = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="vote_one_a_member"),
            models.CheckConstraint(condition=Q(value__in=[UP, DOWN]), name="vote_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value} for post {self.post_id}"


class Reaction(models.Model):
    """One member's reaction to one post; it orders nothing."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in REACTIONS])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="reaction_one_a_member")]

    def __str__(self) -> str:
        return f"{self.kind} for post {self.post_id}"


class Recommendation(models.Model):
    """Staff put an answer forward, for a reason, until somebody takes it back."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="recommendations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=limits.POST_REASON_CHARACTERS_MAX)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(ended_at__isnull=True), name="recommendation_one_a_post"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="recommendation_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation of post {self.post_id}"


class Told(models.Model):
    """Somebody was told of a post: once, however often it answers or quotes them."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="told_once_of_a_post")]

    def __str__(self) -> str:
        return f"told of post {self.post_id}"
