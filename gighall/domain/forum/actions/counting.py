"""The kept numbers: counted anew from the rows while the topic is locked, so they are never off."""

from django.db.models import Sum

from ..models import Post, Topic, Vote


def count_answers(topic: Topic) -> None:
    """Count the answers that can be read. Must run inside a transaction that holds the topic's lock."""
    topic.answers = Post.objects.filter(topic=topic, is_question=False, removed_at__isnull=True).count()
    topic.save(update_fields=["answers"])


def count_votes(post: Post) -> None:
    """Add a post's votes up. Must run inside a transaction that holds the topic's lock."""
    post.score = Vote.objects.filter(post=post).aggregate(sum=Sum("value"))["sum"] or 0
    post.save(update_fields=["score"])
