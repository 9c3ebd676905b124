"""The peer: an asyncio host of python-hl7 that does what ours does, with the means at hand."""
import asyncio
import sqlite3
import sys

import hl7
from hl7.mllp import start_hl7_server


async def main(port, path):
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, control_id TEXT, bytes BLOB)")
    database.execute("CREATE TABLE observation (message INTEGER, code TEXT, value TEXT, unit TEXT)")

    async def serve(reader, writer):
        while not writer.is_closing():
            try:
                message = await reader.readmessage()
            except (asyncio.IncompleteReadError, hl7.mllp.InvalidBlockError):
                break
            with database:
                cursor = database.execute("INSERT INTO message (control_id, bytes) VALUES (?, ?)", (str(message["MSH"][0][10]), str(message).encode()))
                rows = [(cursor.lastrowid, str(segment[3]), str(segment[5]), str(segment[6])) for segment in message["OBX"]]
                database.executemany("INSERT INTO observation VALUES (?, ?, ?, ?)", rows)
            writer.writemessage(message.create_ack())
            await writer.drain()

    async with await start_hl7_server(serve, "127.0.0.1", port, encoding="utf-8", limit=1 << 22) as server:
        await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
