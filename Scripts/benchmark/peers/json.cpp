// W3: simdjson reads a file whole into its own form, and answers nothing.
// usage: json FILE REPETITIONS
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int count, char **arguments) {
  if (count != 3) return 64;
  std::vector<double> times;
  for (int i = 0; i < std::atoi(arguments[2]); i++) {
    // Opened anew each time, as a process does it.
    auto start = std::chrono::steady_clock::now();
    simdjson::padded_string text;
    if (simdjson::padded_string::load(arguments[1]).get(text)) return 66;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text).get(root)) return 65;
    times.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
  }
  if (times.empty()) return 64;
  std::sort(times.begin(), times.end());
  std::printf("{\"what\":\"open\",\"nanoseconds\":%.0f}\n", times[times.size() / 2]);
}
