// What the text stages cost: MB/s of each over the documents of the files named (one document a
// file; a .jsonl file, one a line), and how that compares with counting words byte by byte as `wc
// -w` does. Best of several rounds, one thread.
//   text_bench FILE...
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/language/language_pack.h"
#include "pipeline/text/blocks.h"
#include "pipeline/text/language_id.h"
#include "pipeline/text/normalize.h"
#include "pipeline/text/sentences.h"
#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

constexpr int kRounds = 5;

std::vector<std::string> ReadDocuments(int count, char** paths) {
  std::vector<std::string> documents;
  for (int i = 0; i < count; ++i) {
    const std::string path = paths[i];
    std::ifstream in(path, std::ios::binary);
    if (path.ends_with(".jsonl")) {
      for (std::string line; std::getline(in, line);) {
        const auto record = nlohmann::json::parse(line, nullptr, false);
        if (record.is_object() && record.contains("text"))
          documents.push_back(record["text"].get<std::string>());
      }
    } else {
      std::ostringstream content;
      content << in.rdbuf();
      documents.push_back(std::move(content).str());
    }
  }
  return documents;
}

template <typename F>
double Seconds(F&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

size_t CountWords(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    words += !space && !inside;
    inside = !space;
  }
  return words;
}

void Print(const char* name, double seconds, double bytes, double wc) {
  std::printf("%-16s %8.1f MB/s   %6.2f x wc\n", name, bytes / seconds / 1e6, seconds / wc);
}

int Main(int argc, char** argv) {
  const auto documents = ReadDocuments(argc - 1, argv + 1);
  double bytes = 0;
  for (const auto& d : documents) bytes += static_cast<double>(d.size());
  if (bytes == 0) {
    std::fprintf(stderr, "usage: text_bench FILE...\n");
    return 2;
  }
  const auto languages = Languages::LoadEmbedded(TokenizeEntry);
  if (!languages) {
    std::fprintf(stderr, "%s\n", languages.error().message.c_str());
    return 2;
  }

  double wc = 1e9, vector = 1e9, scalar = 1e9;
  size_t words = 0, token_count = 0;
  std::vector<Token> tokens;
  for (int round = 0; round < kRounds; ++round) {
    words = token_count = 0;
    wc = std::min(wc, Seconds([&] {
                    for (const auto& d : documents) words += CountWords(d);
                  }));
    vector = std::min(vector, Seconds([&] {
                        for (const auto& d : documents) {
                          tokens.clear();
                          Tokenize(d, &tokens);
                          token_count += tokens.size();
                        }
                      }));
    scalar = std::min(scalar, Seconds([&] {
                        for (const auto& d : documents) {
                          tokens.clear();
                          TokenizeScalar(d, &tokens);
                        }
                      }));
  }
  std::printf("%zu documents, %.1f MB, %zu words, %zu tokens\n", documents.size(), bytes / 1e6,
              words, token_count);
  Print("wc -w", wc, bytes, wc);
  Print("tokens", vector, bytes, wc);
  Print("tokens, scalar", scalar, bytes, wc);

  Line line;
  line.push_back(MakeNormalizeStage());
  line.push_back(MakeBlockStage());
  line.push_back(MakeLanguageStage({}));
  line.push_back(MakeRoleStage());
  line.push_back(MakeSentenceStage());
  std::vector<double> best(line.size(), 1e9);
  Document document;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> spent(line.size(), 0);
    for (const auto& d : documents) {
      document.Reset();
      document.decoded = d;
      for (size_t k = 0; k < line.size(); ++k) {
        spent[k] += Seconds([&] { line[k]->Run(*languages, document); });
      }
    }
    for (size_t k = 0; k < line.size(); ++k) best[k] = std::min(best[k], spent[k]);
  }
  double all = 0;
  for (size_t k = 0; k < line.size(); ++k) {
    Print(std::string(line[k]->name()).c_str(), best[k], bytes, wc);
    all += best[k];
  }
  Print("all stages", all, bytes, wc);
  return 0;
}

}  // namespace
}  // namespace sourcier

int main(int argc, char** argv) { return sourcier::Main(argc, argv); }
