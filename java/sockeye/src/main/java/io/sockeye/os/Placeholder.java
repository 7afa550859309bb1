package io.sockeye.os;

final class Placeholder {}
