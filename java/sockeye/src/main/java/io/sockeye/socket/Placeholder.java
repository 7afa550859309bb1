package io.sockeye.socket;

final class Placeholder {}
