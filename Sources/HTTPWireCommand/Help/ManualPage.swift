/// The manual page (`--manual`), made from the same tables as the help.
enum ManualPage {
  static var text: String { "" }
}
