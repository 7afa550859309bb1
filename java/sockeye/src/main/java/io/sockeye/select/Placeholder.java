package io.sockeye.select;

final class Placeholder {}
