"""The embedded AWS emulator as a subprocess: bound to loopback, its state on disk or nowhere."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.local.children import LOOPBACK, Child, free_port, require_free_port, running

PROJECT = Path(__file__).resolve().parents[2]
EMULATOR_PYTHON = PROJECT / ".venv-emulator" / "bin" / "python"

REGION = "us-east-1"
ACCOUNT = "000000000000"

_LAUNCHER = Path(__file__).with_name("emulator_process.py")
_STOP_GRACE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A running emulator."""

    child: Child

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.child.port

    @property
    def pid(self) -> int:
        """Its process."""
        return self.child.process.pid

    @property
    def log(self) -> Path:
        """Where it writes what it has to say."""
        return self.child.log

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which any boto3 client finds it, and nothing else."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


@contextmanager
def start_emulator(
    port: int = 0,
    state_dir: Path | None = None,
    *,
    log: Path | None = None,
    pass_fds: Sequence[int] = (),
    python: Path = EMULATOR_PYTHON,
    enforce_roles: bool = False,
) -> Iterator[Emulator]:
    """Run the emulator on ``port`` (0: any free one); ``state_dir`` keeps its state, ``None`` forgets it.

    With ``enforce_roles`` whoever is not its owner may do only what policies allow. Raises PortTaken, DidNotStart.
    """
    if port:
        require_free_port(port, what="the AWS emulator", option="--emulator-port")
    with tempfile.TemporaryDirectory(prefix="fanfolio-emulator-") as scratch:
        chosen = port or free_port()
        command = [str(python), str(_LAUNCHER), str(chosen)]
        with running(
            command,
            what="the AWS emulator",
            port=chosen,
            log=log or Path(scratch) / "emulator.log",
            environment={
                **_environment(chosen, state_dir, Path(scratch)),
                "AUTH": "true" if enforce_roles else "false",
            },
            pass_fds=pass_fds,
            grace_s=_STOP_GRACE_S,
        ) as child:
            child.wait_until_it_listens()
            yield Emulator(child=child)


def _environment(port: int, state_dir: Path | None, scratch: Path) -> Mapping[str, str]:
    """What the emulator reads: where state goes, and which of its extras (brokers, containers) stay off."""
    keep = "1" if state_dir else "0"
    state = (state_dir or scratch).resolve()
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", "/"),
        "TMPDIR": str(scratch),
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        "GATEWAY_PORT": str(port),
        "PERSIST_STATE": keep,
        "S3_PERSIST": keep,
        "STATE_DIR": str(state / "services"),
        "S3_DATA_DIR": str(state / "objects"),
        "LOG_LEVEL": "WARNING",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # No container engine: the emulator would otherwise tidy up containers it thinks are its own.
        "DOCKER_HOST": f"unix://{scratch}/no-docker.sock",
        "AWS_DEFAULT_REGION": REGION,
    }
