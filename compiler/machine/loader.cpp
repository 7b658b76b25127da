#include "compiler/machine/loader.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "compiler/machine/code_file.h"

namespace huice::machine {
namespace {

Failure refused(Exit exit, const std::string& what) {
  return {exit, {"machine code cannot be loaded: " + what, "无法载入机器码：" + what}};
}
Failure unknown(const std::string& what) { return refused(Exit::internal, what); }

#if defined(__x86_64__)

constexpr uint64_t most_bytes = 64 << 20;  // of sections; keeps every sum below far from overflow

/// Pages that belong to one kernel.
class Pages {
 public:
  explicit Pages(size_t size)
      : size_(size), begin_(static_cast<char*>(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {}
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() {
    if (ok()) munmap(begin_, size_);
  }
  bool ok() const { return begin_ != MAP_FAILED; }
  char* begin() const { return begin_; }
  /// What lies before `code` can only be read from now on, the rest only be read and run.
  bool seal(size_t code) const {
    return (code == 0 || mprotect(begin_, code, PROT_READ) == 0) && mprotect(begin_ + code, size_ - code, PROT_READ | PROT_EXEC) == 0;
  }
  /// The same by way of a file. Only addresses in the table before the code depend on where it lies.
  bool seal_through_file(size_t code, std::span<const std::string> folders) const {
    const std::string_view bytes(begin_ + code, size_ - code);
    return std::ranges::any_of(folders, [&](const std::string& folder) { return map_through_file(folder, bytes, begin_ + code); });
  }

 private:
  size_t size_;
  char* begin_;
};

class Loader {
 public:
  Loader(std::string_view object, std::span<const Helper> helpers) : object_(object), helpers_(helpers) {}

  Result<Code> load(std::span<const std::string> folders, bool& through_file) {
    for (auto step : {&Loader::read_sections, &Loader::read_symbols, &Loader::read_relocations, &Loader::place, &Loader::relocate}) {
      if (auto done = (this->*step)(); !done) return done.failure();
    }
    for (const Elf64_Sym& symbol : symbols_) {
      if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || name_of(symbol) != "huice_kernel") continue;
      const auto address = address_of(symbol);
      if (!address || (sections_[symbol.st_shndx].sh_flags & SHF_EXECINSTR) == 0) break;
      if (!pages_->seal(code_)) {
        through_file = pages_->seal_through_file(code_, folders);
        if (!through_file) return refused(Exit::environment, "this system refuses executable memory");
      }
      return Code(pages_, reinterpret_cast<huice_measure_kernel*>(*address));
    }
    return unknown("no kernel");
  }

 private:
  struct Relocation {
    size_t section;
    Elf64_Rela it;
  };

  bool inside(uint64_t offset, uint64_t size) const { return offset <= object_.size() && size <= object_.size() - offset; }
  /// Tables need not be aligned, so they are copied.
  template <class T>
  bool read(uint64_t offset, uint64_t count, std::vector<T>& into) const {
    if (count > object_.size() / sizeof(T) || !inside(offset, count * sizeof(T))) return false;
    into.resize(count);
    if (count > 0) std::memcpy(into.data(), object_.data() + offset, count * sizeof(T));  // an empty vector may have no address
    return true;
  }
  bool loaded(const Elf64_Shdr& section) const { return (section.sh_flags & SHF_ALLOC) != 0; }
  bool is_code(const Elf64_Shdr& section) const { return (section.sh_flags & SHF_EXECINSTR) != 0; }

  Outcome read_sections() {
    std::vector<Elf64_Ehdr> header;
    const auto is_ours = [](const Elf64_Ehdr& h) {
      return std::memcmp(h.e_ident, ELFMAG, SELFMAG) == 0 && h.e_ident[EI_CLASS] == ELFCLASS64 && h.e_ident[EI_DATA] == ELFDATA2LSB &&
             h.e_type == ET_REL && h.e_machine == EM_X86_64 && h.e_shentsize == sizeof(Elf64_Shdr);
    };
    if (!read(0, 1, header) || !is_ours(header[0])) return unknown("no object for x86-64");
    if (!read(header[0].e_shoff, header[0].e_shnum, sections_)) return unknown("its sections lie outside it");
    uint64_t bytes = 0;
    for (const Elf64_Shdr& section : sections_) {
      if (!loaded(section)) continue;
      const uint64_t align = section.sh_addralign;
      const bool plain = section.sh_type == SHT_PROGBITS && (section.sh_flags & (SHF_WRITE | SHF_TLS | SHF_COMPRESSED)) == 0;
      if (!plain || (align & (align - 1)) != 0 || align > page()) return unknown("a section of another kind");
      if (!inside(section.sh_offset, section.sh_size)) return unknown("a section lies outside it");
      bytes += section.sh_size;  // below the object's size each, and there are at most 65,535
    }
    if (bytes > most_bytes) return unknown("too large");
    return Nothing{};
  }

  Outcome read_symbols() {
    for (const Elf64_Shdr& section : sections_) {
      if (section.sh_type != SHT_SYMTAB) continue;
      if (!symbols_.empty() || section.sh_link >= sections_.size()) return unknown("its symbols cannot be read");
      const Elf64_Shdr& names = sections_[section.sh_link];
      if (!inside(names.sh_offset, names.sh_size)) return unknown("its names lie outside it");
      names_ = object_.substr(names.sh_offset, names.sh_size);
      if (!read(section.sh_offset, section.sh_size / sizeof(Elf64_Sym), symbols_)) return unknown("its symbols lie outside it");
    }
    return Nothing{};
  }

  Outcome read_relocations() {
    for (const Elf64_Shdr& section : sections_) {
      if (section.sh_type == SHT_REL) return unknown("relocations of another kind");
      if (section.sh_type != SHT_RELA) continue;
      if (section.sh_info >= sections_.size()) return unknown("relocations of no section");
      if (!loaded(sections_[section.sh_info])) continue;
      std::vector<Elf64_Rela> all;
      if (!read(section.sh_offset, section.sh_size / sizeof(Elf64_Rela), all)) return unknown("its relocations lie outside it");
      for (const Elf64_Rela& one : all) relocations_.push_back({section.sh_info, one});
    }
    return Nothing{};
  }

  /// Constants first, then the table of addresses, and on pages of its own the code.
  Outcome place() {
    placed_.resize(sections_.size());
    size_t end = 0;
    const auto put = [&](bool code) {
      for (size_t i = 0; i < sections_.size(); ++i) {
        if (!loaded(sections_[i]) || is_code(sections_[i]) != code) continue;
        end = aligned(end, std::max<size_t>(sections_[i].sh_addralign, 1));
        placed_[i] = end;
        end += sections_[i].sh_size;
      }
    };
    put(false);
    table_ = end = aligned(end, sizeof(uint64_t));
    end += sizeof(uint64_t) * relocations_.size();  // at most one each
    code_ = end = aligned(end, page());
    put(true);
    if (end == code_) return unknown("no code");
    pages_ = std::make_shared<Pages>(aligned(end, page()));
    if (!pages_->ok()) return refused(Exit::environment, "no memory");
    for (size_t i = 0; i < sections_.size(); ++i) {
      if (placed_[i]) std::memcpy(pages_->begin() + *placed_[i], object_.data() + sections_[i].sh_offset, sections_[i].sh_size);
    }
    return Nothing{};
  }

  Outcome relocate() {
    const uint64_t table = at(table_);
    size_t used = 0;
    for (const auto& [section, one] : relocations_) {
      const uint64_t index = ELF64_R_SYM(one.r_info);
      if (index >= symbols_.size()) return unknown("a relocation by no symbol");
      if (sections_[section].sh_size < sizeof(uint64_t) || one.r_offset > sections_[section].sh_size - sizeof(uint64_t))
        return unknown("a relocation outside its section");
      const size_t place = *placed_[section] + one.r_offset;
      const auto addend = static_cast<uint64_t>(one.r_addend);
      uint64_t value = 0;
      if (ELF64_R_TYPE(one.r_info) == R_X86_64_GOTPC64) {
        value = table + addend - at(place);
      } else {
        const auto address = address_of(symbols_[index]);
        if (!address) return unknown("no helper " + std::string(name_of(symbols_[index])));
        if (ELF64_R_TYPE(one.r_info) == R_X86_64_GOTOFF64) {
          value = *address + addend - table;
        } else if (ELF64_R_TYPE(one.r_info) == R_X86_64_GOT64) {
          std::memcpy(pages_->begin() + table_ + used, &*address, sizeof *address);
          value = used + addend;
          used += sizeof *address;
        } else {
          return unknown("a relocation of kind " + std::to_string(ELF64_R_TYPE(one.r_info)));
        }
      }
      std::memcpy(pages_->begin() + place, &value, sizeof value);
    }
    return Nothing{};
  }

  std::string_view name_of(const Elf64_Sym& symbol) const {
    if (symbol.st_name >= names_.size()) return {};
    const std::string_view rest = names_.substr(symbol.st_name);
    return rest.substr(0, std::min(rest.find('\0'), rest.size()));
  }

  /// In a section that is loaded, or of a helper.
  std::optional<uint64_t> address_of(const Elf64_Sym& symbol) const {
    if (symbol.st_shndx == SHN_UNDEF) {
      const std::string_view name = name_of(symbol);
      for (const Helper& helper : helpers_) {
        if (helper.name == name) return reinterpret_cast<uint64_t>(helper.address);
      }
      return std::nullopt;
    }
    if (symbol.st_shndx >= sections_.size() || !placed_[symbol.st_shndx] || symbol.st_value >= sections_[symbol.st_shndx].sh_size)
      return std::nullopt;
    return at(*placed_[symbol.st_shndx] + symbol.st_value);
  }

  uint64_t at(size_t place) const { return reinterpret_cast<uint64_t>(pages_->begin() + place); }
  static size_t page() {
    static const auto size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    return size;
  }
  static size_t aligned(size_t place, size_t to) { return (place + to - 1) / to * to; }

  const std::string_view object_;
  const std::span<const Helper> helpers_;
  std::vector<Elf64_Shdr> sections_;
  std::vector<Elf64_Sym> symbols_;
  std::string_view names_;
  std::vector<Relocation> relocations_;
  std::vector<std::optional<size_t>> placed_;  // by section
  size_t table_ = 0, code_ = 0;                // where they begin
  std::shared_ptr<Pages> pages_;
};

#endif

}  // namespace

Result<Code> load_object(std::string_view object, std::span<const Helper> helpers, std::span<const std::string> folders, bool* through_file) {
  bool whether = false;
  if (through_file == nullptr) through_file = &whether;
#if defined(__x86_64__)
  return Loader(object, helpers).load(folders, *through_file);
#else
  return unknown("no object for x86-64");
#endif
}

}  // namespace huice::machine
