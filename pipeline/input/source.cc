#include "pipeline/input/source.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include "pipeline/input/byte_stream.h"

namespace sourcier {
namespace {

std::string BaseName(std::string_view file) {
  while (file.size() > 1 && file.ends_with('/')) file.remove_suffix(1);
  const size_t slash = file.rfind('/');
  return std::string(slash == std::string_view::npos || file.size() == 1 ? file
                                                                         : file.substr(slash + 1));
}

Problem CannotRead(const std::string& file, int error) {
  return {"input", error == ENOENT ? "not_found" : "unreadable",
          file + ": expected a readable file or directory, found: " +
              std::generic_category().message(error),
          std::nullopt, true};
}

}  // namespace

Result<std::vector<std::string>> ReadList(const std::string& file) {
  ByteStream stream;
  if (const int error = stream.Open(file); error != 0) {
    return Error{ErrorCode::kIo, file + ": cannot read the list of files: " +
                                     std::generic_category().message(error)};
  }
  std::string text;
  for (std::string_view chunk; !(chunk = stream.Peek()).empty(); stream.Skip(chunk.size()))
    text.append(chunk);
  if (stream.error() != 0) {
    return Error{ErrorCode::kIo, file + ": cannot read the list of files: " +
                                     std::generic_category().message(stream.error())};
  }
  const char separator = text.find('\0') == std::string::npos ? '\n' : '\0';
  std::vector<std::string> entries;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) entries.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return entries;
}

SourceWalker::SourceWalker(std::vector<std::string> inputs, const std::string& exclude)
    : inputs_(std::move(inputs)), exclude_(exclude) {}

bool SourceWalker::Enter(std::string file, std::string path, dev_t device, ino_t inode,
                         Leaf* leaf) {
  const auto same = [&](const Directory& d) { return d.device == device && d.inode == inode; };
  if (std::any_of(open_.begin(), open_.end(), same)) {
    leaf->problem = Problem{"input", "symlink_loop",
                            file + ": this link leads back to a directory that it stands in",
                            std::nullopt, true};
    return true;
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(opendir(file.c_str()), closedir);
  if (dir == nullptr) {
    leaf->problem = CannotRead(file, errno);
    return true;
  }
  Directory d;
  errno = 0;
  while (const dirent* entry = readdir(dir.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    d.order.push_back(static_cast<uint32_t>(d.names.size()));
    d.names.append(name).push_back('\0');
  }
  if (errno != 0) {
    leaf->problem = CannotRead(file, errno);
    return true;
  }
  std::sort(d.order.begin(), d.order.end(), [&](uint32_t a, uint32_t b) {
    return std::strcmp(d.names.c_str() + a, d.names.c_str() + b) < 0;
  });
  d.file = std::move(file);
  d.path = std::move(path);
  d.device = device;
  d.inode = inode;
  open_.push_back(std::move(d));
  return false;
}

bool SourceWalker::Next(Leaf* leaf) {
  for (;;) {
    *leaf = {};
    while (!open_.empty() && open_.back().next == open_.back().order.size()) open_.pop_back();
    if (open_.empty()) {
      if (next_input_ == inputs_.size()) return false;
      leaf->file = inputs_[next_input_++];
      leaf->named = true;
      leaf->path = BaseName(leaf->file);
    } else {
      Directory& d = open_.back();
      const std::string name = d.names.c_str() + d.order[d.next++];
      leaf->file = d.file.ends_with('/') ? d.file + name : d.file + '/' + name;
      leaf->path = d.path + name;
    }
    leaf->input = static_cast<uint32_t>(next_input_ - 1);
    if (leaf->named && leaf->file == "-") return true;
    struct stat info;
    if (stat(leaf->file.c_str(), &info) != 0) {
      leaf->problem = CannotRead(leaf->file, errno);
      return true;
    }
    if (S_ISDIR(info.st_mode)) {
      struct stat out;
      if (!exclude_.empty() && stat(exclude_.c_str(), &out) == 0 && out.st_dev == info.st_dev &&
          out.st_ino == info.st_ino)
        continue;
      const std::string below = leaf->named ? "" : leaf->path + '/';
      if (Enter(leaf->file, below, info.st_dev, info.st_ino, leaf)) return true;
      continue;
    }
    if (!leaf->named && !S_ISREG(info.st_mode)) {
      ++skipped_;
      continue;
    }
    return true;
  }
}

}  // namespace sourcier
