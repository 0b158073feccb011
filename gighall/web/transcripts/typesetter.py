"""Sets one transcript on paper: a program of its own, so that no transcript can take the hall's memory or time.

It reads a job as JSON and writes a PDF. Its parent gives the place of the template and of the fonts, and how much
memory and how many seconds it may use.
"""

import resource
import sys
from datetime import UTC, datetime

import typst


def main() -> int:
    """Read the job from standard input, write the PDF to standard output."""
    template, fonts, memory_bytes, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    # What was too much is refused; nobody needs the picture of its memory.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    job = sys.stdin.buffer.read().decode()
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    # Without a date of its own, the same transcript is the same file.
    paper = typst.compile(
        template, sys_inputs={"job": job}, font_paths=faces, timestamp=datetime(2000, 1, 1, tzinfo=UTC)
    )
    sys.stdout.buffer.write(paper)
    return 0


if __name__ == "__main__":
    sys.exit(main())
