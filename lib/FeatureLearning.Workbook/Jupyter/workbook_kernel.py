"""C# in Jupyter: ipykernel's Kernel speaks to the front end, `workbook engine` compiles and runs the cells.

One JSON object a line goes to the engine's standard input (a request), one a line comes from its standard output (an event). The engine's
command line is in the environment variable WORKBOOK_ENGINE, as JSON; `workbook kernel install` writes both into the kernel's folder.
"""
import codecs
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

ENDED = {"event": "ended"}


class Engine:
    """One engine process. Its events, and what it writes to standard error, come in order through one queue."""

    def __init__(self):
        self.events = queue.Queue()
        self.process = subprocess.Popen(
            json.loads(os.environ["WORKBOOK_ENGINE"]), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for target in (self._read_events, self._read_errors):
            threading.Thread(target=target, daemon=True).start()

    def send(self, kind, **fields):
        try:
            self.process.stdin.write(json.dumps({"request": kind, **fields}).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            pass  # It is gone; the queue says so.

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        """Lets it leave by itself, and ends it when it does not."""
        self.send("shutdown")
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.kill()

    def _read_events(self):
        for line in self.process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                event = {"event": "stream", "name": "stdout", "text": line.decode("utf-8", "replace")}
            self.events.put(event)
        self.process.wait()
        self.events.put(ENDED)

    def _read_errors(self):
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while data := self.process.stderr.read1(4096):
            self.events.put({"event": "stream", "name": "stderr", "text": decode(data)})


class WorkbookKernel(Kernel):
    implementation = "workbook"
    implementation_version = os.environ.get("WORKBOOK_VERSION", "0")
    banner = "C# by the workbook of FeatureLearning.Notebooks"
    language_info = {"name": "C#", "mimetype": "text/x-csharp", "file_extension": ".cs", "pygments_lexer": "csharp"}

    grace = 3.0  # seconds that an interrupted cell gets to stop before its engine is ended

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.engine = Engine()
        self.last_id = 0

    # Running cells

    def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, *, cell_id=None):
        if not code.strip():
            return self._reply(None)
        request = self._next_id()
        interrupts = []
        previous = _on_interrupt(lambda *_: interrupts.append(time.monotonic()))
        try:
            self.engine.send("execute", id=request, cell=self.execution_count, code=code)
            error = self._follow(request, silent, interrupts)
        finally:
            _on_interrupt(previous)
        if error and not silent:
            self.send_response(self.iopub_socket, "error", error)
        return self._reply(error)

    def _follow(self, request, silent, interrupts):
        """Passes events on until the cell has ended; returns its error, or None."""
        error, asked = None, False
        while True:
            if interrupts and not asked:
                asked = True
                self.engine.send("interrupt")
            if interrupts and (len(interrupts) > 1 or time.monotonic() - interrupts[0] > self.grace):
                return self._start_again("Interrupted", "the cell did not stop by itself, so its engine was ended", end=True)
            try:
                event = self.engine.events.get(timeout=0.1)
            except queue.Empty:
                continue
            kind = event["event"]
            if kind == "ended":
                return self._start_again("EngineCrashed", f"the engine ended (exit code {self.engine.process.returncode})", end=False)
            if kind == "error":
                error = _error(event)
            elif kind == "done" and event["id"] == request:
                if event.get("stillRunning"):
                    return self._start_again("Interrupted", "the cell had code running on other threads, so its engine was ended", end=True)
                return error
            elif not silent:
                self._show(event)

    def _start_again(self, name, message, end):
        if end:
            self.engine.kill()
        self.engine = Engine()
        message += "; a new one has started: all variables, usings and #r are gone"
        return {"ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}

    def _show(self, event):
        kind = event["event"]
        if kind == "stream":
            self.send_response(self.iopub_socket, "stream", {"name": event["name"], "text": event["text"]})
        elif kind == "display":
            self.send_response(self.iopub_socket, "display_data", {"data": _bundle(event["data"]), "metadata": {}})
        elif kind == "result":
            content = {"execution_count": self.execution_count, "data": _bundle(event["data"]), "metadata": {}}
            self.send_response(self.iopub_socket, "execute_result", content)

    def _reply(self, error):
        if error:
            return {"status": "error", "execution_count": self.execution_count, **error}
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

    # Questions

    def do_complete(self, code, cursor_pos):
        cursor_pos = len(code) if cursor_pos is None else cursor_pos
        answer = self._ask("complete", "completions", code=code, position=_utf16_length(code[:cursor_pos]))
        start, end = (_codepoints(code, answer[key]) for key in ("start", "end")) if answer else (cursor_pos, cursor_pos)
        matches = answer["items"] if answer else []
        return {"status": "ok", "matches": matches, "cursor_start": start, "cursor_end": end, "metadata": {}}

    def do_inspect(self, code, cursor_pos, detail_level=0, omit_sections=()):
        cursor_pos = len(code) if cursor_pos is None else cursor_pos
        answer = self._ask("inspect", "inspection", code=code, position=_utf16_length(code[:cursor_pos]))
        text = answer["markdown"] if answer else ""
        data = {"text/markdown": text, "text/plain": text} if text else {}
        return {"status": "ok", "found": bool(text), "data": data, "metadata": {}}

    def do_is_complete(self, code):
        answer = self._ask("check", "completeness", code=code)
        if not answer:
            return {"status": "unknown"}
        return {"status": answer["state"], "indent": answer["indent"]} if answer["state"] == "incomplete" else {"status": answer["state"]}

    def _ask(self, kind, event_name, **fields):
        """The engine's answer; None when none comes in time. A front end does not wait long, and can do without."""
        identifier = self._next_id()
        self.engine.send(kind, id=identifier, **fields)
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            try:
                event = self.engine.events.get(timeout=0.1)
            except queue.Empty:
                continue
            if event["event"] == event_name and event["id"] == identifier:
                return event
            if event["event"] == "ended":
                self.engine = Engine()
                return None
            self._show(event)
        return None

    def do_shutdown(self, restart):
        self.engine.close()
        return {"status": "ok", "restart": restart}

    def _next_id(self):
        self.last_id += 1
        return self.last_id


def _error(event):
    line = event.get("line")
    where = f"line {line}: {event.get('source') or ''}".rstrip() if line else None
    head = f"{event['name']}: {event['message']}"
    trace = [text for text in event.get("trace") or [] if text != event["message"]]
    traceback = [head] + ([where] if where else []) + trace
    return {"ename": event["name"], "evalue": event["message"] + (f" (line {line})" if line else ""), "traceback": traceback}


def _bundle(data):
    """JSON types travel as JSON text from the engine, and as values in Jupyter."""
    return {mime: _value(text) if mime == "application/json" or mime.endswith("+json") else text for mime, text in data.items()}


def _value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def _utf16_length(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _codepoints(text, units):
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _on_interrupt(handler):
    """Sets the handler of SIGINT and returns the one before; only the main thread may."""
    if handler is None or threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGINT, handler)


if __name__ == "__main__":
    sys.path.pop(0)  # the kernel's folder holds no modules to import
    IPKernelApp.launch_instance(kernel_class=WorkbookKernel)
