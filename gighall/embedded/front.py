"""The front: Caddy on the one open port, before the Unix sockets of the inner programs."""

import json
import shutil
import sysconfig
from pathlib import Path
from string import Template

from gighall.base.environment import Environment
from gighall.base.limits import FILE_IN_ORDER_BYTES_MAX, REQUEST_BYTES_MAX, UPLOAD_BYTES_MAX

from .refusals import CannotStart

# Where files are sent to: only there may a request be as large as one.
UPLOAD_PATHS = "^/(api/v1/)?(inbox|orders|conversations)/[^/]+/files/?$"
# Where they are sent to in parts: passed on as they come, and not held here.
PART_PATHS = "^/api/v1/(uploads/[^/]+|(orders|conversations)/[^/]+/uploads)/?$"
# An expression of Caddy's own language, true for a request that says it brings too much.
OVER_THE_LIMIT = (
    '{header.Content-Length}.matches("^[0-9]{1,15}$") && int({header.Content-Length}) > '
    f'({{path}}.matches("{PART_PATHS}") ? {FILE_IN_ORDER_BYTES_MAX} : '
    f'{{path}}.matches("{UPLOAD_PATHS}") ? {UPLOAD_BYTES_MAX} : {REQUEST_BYTES_MAX})'
)
# {name} placeholders are Caddy's own; $name ones are filled in here.
CADDYFILE = Template("""\
{
	admin off
	persist_config off
	skip_install_trust
	$https
	storage file_system $storage
	log {
		output stderr
		format console {
			level_format upper
		}
		level WARN
	}
	servers {
		timeouts {
			read_header 10s
			idle 2m
		}
	}
}

$site {
	$bind
	encode zstd gzip
	header {
		-Server
		-Via
	}
	# Said before the body is read; a body that hides its length is cut off at the same size.
	@too_large_at_once expression `$over_the_limit`
	# Within a handle of its own: by itself, an error comes after the handles below, which answer everything.
	handle @too_large_at_once {
		error 413
	}
	@part path_regexp $part_paths
	@upload path_regexp $upload_paths
	@no_upload {
		not path_regexp $upload_paths
		not path_regexp $part_paths
	}
	request_body @part {
		max_size $part
	}
	request_body @upload {
		max_size $upload
	}
	request_body @no_upload {
		max_size $most
	}

	handle_path /static/* {
		root $static
		header Cache-Control "public, max-age=31536000, immutable"
		file_server
	}
	handle /live/* {
		reverse_proxy $live {
			$balance
			lb_try_duration 5s
			lb_try_interval 100ms
			stream_close_delay 1s
		}
	}
	handle @part {
		reverse_proxy $uploads {
			lb_try_duration 5s
			lb_try_interval 100ms
		}
	}
	handle {
		reverse_proxy $web {
			# Who may have a file is said there; its bytes go out from here.
			header_up X-Sendfile-Type X-Accel-Redirect
			@bytes header X-Accel-Redirect *
			handle_response @bytes {
				rewrite * {rp.header.X-Accel-Redirect}
				copy_response_headers {
					exclude Content-Length X-Accel-Redirect
				}
				root $files
				file_server
			}
			# A slow sender keeps the front waiting, not one of the few page threads.
			request_buffers $upload
			lb_try_duration 5s
			lb_try_interval 100ms
		}
	}

	handle_errors {
		root $errors
		header Cache-Control "no-store"
		@too_large expression {err.status_code} == 413
		handle @too_large {
			rewrite * /413.html
			file_server {
				status 413
			}
		}
		@unavailable expression {err.status_code} in [502, 503, 504]
		handle @unavailable {
			rewrite * /unavailable.html
			header Retry-After 5
			file_server {
				status 503
			}
		}
		respond "{err.status_code} {err.status_text}" {err.status_code}
	}
}
""")


def find_caddy() -> Path:
    """Return Caddy's program: the one of the virtual environment, else the system's.

    Errors: CannotStart if there is none.
    """
    beside = Path(sysconfig.get_path("scripts")) / "caddy"
    found = beside if beside.is_file() else shutil.which("caddy")
    if found is None:
        raise CannotStart(
            "Caddy is not installed: run `make run`, which installs it, or install the package caddy."
        )
    return Path(found)


# With several live programs a new line goes to the one that has fewest; one that does not answer is left out a moment.
BALANCE = """lb_policy least_conn
			fail_duration 2s"""


def live_sockets(run_dir: Path, programs: int) -> list[Path]:
    """Return the sockets that the live programs listen on."""
    return [
        run_dir / ("live.sock" if number == 1 else f"live-{number}.sock") for number in range(1, programs + 1)
    ]


def write_configuration(environment: Environment, live_programs: int = 1) -> Path:
    """Write the front's configuration into the home and return its path.

    Without a domain the front listens on this machine only; with one it serves it with TLS on 443.
    """
    home, run_dir = environment.home, environment.run_dir
    (home / "caddy").mkdir(mode=0o700, exist_ok=True)
    (home / "front" / "errors").mkdir(parents=True, exist_ok=True)
    text = CADDYFILE.substitute(
        https="" if environment.domain else "auto_https off",
        storage=_quoted(home / "caddy"),
        # Every host name is let through on this machine: the web program answers for the ones it knows.
        site=environment.domain or f"http://:{environment.port}",
        bind="" if environment.domain else "bind 127.0.0.1",
        most=REQUEST_BYTES_MAX,
        upload=UPLOAD_BYTES_MAX,
        upload_paths=UPLOAD_PATHS,
        part=FILE_IN_ORDER_BYTES_MAX,
        part_paths=PART_PATHS,
        files=_quoted(home / "files"),
        uploads=_quoted(f"unix/{run_dir / 'uploads.sock'}"),
        over_the_limit=OVER_THE_LIMIT,
        static=_quoted(home / "static"),
        errors=_quoted(home / "front" / "errors"),
        live=" ".join(_quoted(f"unix/{path}") for path in live_sockets(run_dir, live_programs)),
        balance=BALANCE if live_programs > 1 else "",
        web=_quoted(f"unix/{run_dir / 'web.sock'}"),
    )
    path = home / "front" / "Caddyfile"
    path.write_text(text, encoding="utf-8")
    return path


def front_command(configuration: Path) -> list[str]:
    """Return the command that serves a configuration."""
    return [str(find_caddy()), "run", "--adapter", "caddyfile", "--config", str(configuration)]


def _quoted(path: Path | str) -> str:
    # A token of a Caddyfile: quoted like JSON's strings, but for braces, which would be placeholders.
    if any(sign in str(path) for sign in "\n{}`"):
        raise CannotStart(f"The path {path} holds a brace or a line break; choose another GIGHALL_HOME.")
    return json.dumps(str(path), ensure_ascii=False)
