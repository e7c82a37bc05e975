# An object store with the S3 interface: OpenStack Swift's own four servers (account, container, object, proxy with s3api,
# which checks signatures of version 4) in one process on loopback, with one disk that is a folder. Started by s3-server.ts.
#
#   swift-server.py FOLDER PORT          prints "port N" when it listens; the user's name and key are in the environment
import eventlet
eventlet.monkey_patch()

import logging
import os
import sys

from eventlet import wsgi
from swift.common import utils
from swift.common.ring import RingBuilder
from swift.common.wsgi import loadapp

folder, wanted_port = sys.argv[1], int(sys.argv[2])
user, key = os.environ['S3_USER'], os.environ['S3_KEY']
storage = ('account', 'container', 'object')


def write(name, text):
    with open(os.path.join(folder, name), 'w') as file:
        file.write(text)
    return os.path.join(folder, name)


def listen(port):
    return eventlet.listen(('127.0.0.1', port), backlog=128)


class NoCache(object):
    # tempauth wants a cache; one that forgets everything is enough for signatures.
    def __getattr__(self, name):
        return lambda *args, **named: None


def with_cache(app):
    def cached(env, start_response):
        env['swift.cache'] = NoCache()
        return app(env, start_response)
    return cached


def make_ring(kind, port):
    name = os.path.join(folder, kind + '.ring.gz')
    builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'weight': 1.0, 'device': 'disk',
                     'ip': '127.0.0.1', 'port': port})
    builder.rebalance()
    builder.get_ring().save(name)


def serve(kind, sock, pipeline, filters=''):
    settings = write(kind + '.conf', '''
[DEFAULT]
swift_dir = %(folder)s
devices = %(folder)s/devices
mount_check = false
fallocate_reserve = 0
[pipeline:main]
pipeline = %(pipeline)s
[app:%(kind)s-server]
use = egg:swift#%(kind)s
recon_cache_path = %(folder)s
account_autocreate = true
%(filters)s
''' % {'folder': folder, 'kind': kind, 'pipeline': pipeline, 'filters': filters})
    app = with_cache(loadapp(settings))
    eventlet.spawn(wsgi.server, sock, app, log, log_output=False)


log = logging.getLogger('null')
log.addHandler(logging.NullHandler())
log.propagate = False
os.makedirs(os.path.join(folder, 'devices', 'disk'), exist_ok=True)
write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = flashline\n[storage-policy:0]\nname = one\ndefault = yes\n')
utils.set_swift_dir(folder)
utils.validate_hash_conf()
sockets = {kind: listen(0) for kind in storage}
for kind in storage:
    make_ring(kind, sockets[kind].getsockname()[1])
for kind in storage:
    serve(kind, sockets[kind], kind + '-server')
front = listen(wanted_port)
serve('proxy', front, 'catch_errors s3api tempauth proxy-server', '''
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_%s = %s .admin
''' % (user.replace(':', '_'), key))
sys.stdout.write('port %d\n' % front.getsockname()[1])
sys.stdout.flush()
while True:
    eventlet.sleep(3600)
