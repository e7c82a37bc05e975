# A serial server made of pyserial's own RFC 2217 server (serial.rfc2217.PortManager) in front of a pseudo terminal. That
# has no modem lines, so they are made here: DTR from off to on is a reset of the process that plays the board, as the
# capacitor of a real one makes it.
#
#   pyserial-server.py TERMINAL PID      prints "port N" when it listens, then "dtr on", "rts off", ... for each change
import os
import select
import signal
import socket
import sys

import serial
import serial.rfc2217


def say(text):
    sys.stdout.write(text + '\n')
    sys.stdout.flush()


class Board(serial.Serial):
    cts = dsr = cd = property(lambda self: True)
    ri = property(lambda self: False)
    board_pid = int(sys.argv[2])
    lines = {'dtr': True, 'rts': True}

    def _change(self, line, is_on):
        if self.lines[line] == is_on:
            return
        self.lines[line] = is_on
        say('%s %s' % (line, 'on' if is_on else 'off'))
        if line == 'dtr' and is_on:
            os.kill(self.board_pid, signal.SIGUSR1)

    def _update_dtr_state(self):
        self._change('dtr', self._dtr_state)

    def _update_rts_state(self):
        self._change('rts', self._rts_state)


class Wire(object):
    def __init__(self, client):
        self.client = client

    def write(self, data):
        self.client.sendall(data)


def serve(board, client):
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    manager = serial.rfc2217.PortManager(board, Wire(client))
    while True:
        ready, _, _ = select.select([client, board], [], [])
        if client in ready:
            data = client.recv(4096)
            if not data:
                return
            board.write(b''.join(manager.filter(data)))
        if board in ready:
            client.sendall(b''.join(manager.escape(board.read(4096))))


board = Board(sys.argv[1], 115200, timeout=0)
server = socket.socket()
server.bind(('127.0.0.1', 0))
server.listen(1)
say('port %d' % server.getsockname()[1])
while True:
    client, _ = server.accept()
    try:
        serve(board, client)
    except OSError:
        pass
    finally:
        client.close()
