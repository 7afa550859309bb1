package io.sockeye.selectors;

final class Placeholder {}
