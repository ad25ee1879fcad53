const roomPage = require('../../lib/room-page');

/** Two people. Everything is the component's. */
Component({ behaviors: [roomPage] });
