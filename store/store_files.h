#pragma once

#include <filesystem>
#include <string>

namespace sa {

// An open file, closed with it; -1 where there is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

// Makes the directory (0750) when its parent exists. Throws Error or NoRoom.
void make_store_directory(const std::filesystem::path& directory);

// Makes data.mdb (0640) and lock.mdb (0660) where they are missing, and sets these modes whatever
// the umask is. `failure` begins the message of what it throws, Error or NoRoom.
void make_store_files(const std::filesystem::path& directory, const std::string& failure);

}  // namespace sa
