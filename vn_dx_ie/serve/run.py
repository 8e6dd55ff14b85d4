"""The server process."""

from __future__ import annotations

import math

import uvicorn
from fastapi import FastAPI


def run_server(app: FastAPI, host: str, port: int, timeout: float) -> None:
    """Serve until the process is told to stop; requests under way then get `timeout` seconds to end."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=math.ceil(timeout),
    )
