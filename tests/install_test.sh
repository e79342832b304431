#!/usr/bin/env bash
# install_test.sh BUILD: installs the build into an empty prefix and builds a five-line program against it, once with pkg-config, once
# with find_package; both must print the figure, and so must the installed program.
set -euo pipefail
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/prefix" >/dev/null
cd "$work"
cat >five.cc <<'CODE'
#include <cstdio>

#include "extractors/stages.h"
#include "pipeline/input/reader.h"
#include "pipeline/text/tokens.h"

int main() {
  const auto languages = sourcier::Languages::LoadEmbedded(sourcier::TokenizeEntry);
  const auto line = sourcier::MakeLine(*languages, {.language = "fr", .reference_date = ""});
  sourcier::Document d;
  d.media_type = "text/plain";
  d.payload = "L'usine emploie 80 ouvriers.";
  sourcier::DecodePayload(&d);
  sourcier::RunLine(line, *languages, d);
  for (const auto& mention : d.mentions) std::printf("%s\n", std::string(d.Text(mention.span)).c_str());
}
CODE
expect() { [ "$2" = "80 ouvriers" ] || { echo "$1: expected '80 ouvriers', found '$2'"; exit 1; }; }

pc=$(dirname "$(find prefix -name sourcier.pc)")
export PKG_CONFIG_PATH=$work/$pc
# shellcheck disable=SC2046
"${CXX:-c++}" -std=c++20 five.cc -o five-pc $(pkg-config --cflags --libs sourcier)
expect pkg-config "$(./five-pc)"

cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(five LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 20)
find_package(sourcier REQUIRED)
add_executable(five five.cc)
target_link_libraries(five PRIVATE sourcier::library)
CMAKE
cmake -S . -B five-build -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build five-build >/dev/null
expect find_package "$(./five-build/five)"

printed=$(printf "L'usine emploie 80 ouvriers.\n" | prefix/bin/sourcier extract --language fr | grep '"type":"figure"')
expect program "$(sed 's/.*"text":"\([^"]*\)".*/\1/' <<<"$printed")"
echo "installed, and built against: ok"
