"""Speaks to a kernel as a front end does: steps as JSON on standard input, what came of each as JSON on standard output."""
import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel

LIMIT = 120


def execute(manager, client, step):
    outputs = []

    def hear(message):
        kind, content = message["msg_type"], message["content"]
        if kind in ("stream", "display_data", "execute_result", "error"):
            outputs.append({"type": kind, **content})
        if step.get("interrupt") and kind == "stream" and "begun" in content["text"]:
            time.sleep(0.3)
            manager.interrupt_kernel()

    start = time.monotonic()
    reply = client.execute_interactive(step["code"], output_hook=hear, timeout=LIMIT, stop_on_error=False)["content"]
    return {"status": reply["status"], "count": reply["execution_count"], "outputs": outputs, "seconds": time.monotonic() - start}


def reply(client, kind):
    limit = time.monotonic() + LIMIT
    while time.monotonic() < limit:
        try:
            message = client.get_shell_msg(timeout=1)
        except queue.Empty:
            continue
        if message["msg_type"] == kind:
            return message["content"]
    raise TimeoutError(kind)


def run(manager, client, step):
    if step["do"] == "execute":
        return execute(manager, client, step)
    if step["do"] == "complete":
        client.complete(step["code"], step["position"])
        return reply(client, "complete_reply")
    if step["do"] == "inspect":
        client.inspect(step["code"], step["position"])
        return reply(client, "inspect_reply")
    if step["do"] == "is_complete":
        client.is_complete(step["code"])
        return reply(client, "is_complete_reply")
    if step["do"] == "info":
        client.kernel_info()
        return reply(client, "kernel_info_reply")
    manager.restart_kernel()
    client.wait_for_ready(timeout=LIMIT)
    return {}


def main():
    manager, client = start_new_kernel(kernel_name=sys.argv[1], cwd=sys.argv[2], startup_timeout=LIMIT)
    try:
        json.dump([run(manager, client, step) for step in json.load(sys.stdin)], sys.stdout)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


main()
