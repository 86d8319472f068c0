"""Why a file is not taken."""

from chengxin.foundation.refusals import Invalid


class FileRefused(Invalid):
    """The file is not taken; each reason is a refusal of its own."""

    code = "vault.file-refused"
    says = "这个文件不能接收"
    field = "file"


class EmptyFile(FileRefused):
    """There is nothing in it."""

    code = "vault.empty-file"
    says = "文件是空的，请检查后重新选择"


class TooLarge(FileRefused):
    """It is larger than its purpose allows."""

    code = "vault.too-large"
    says = "文件超过这里允许的大小（{limit}兆字节），请压缩图片或拆分后再传"


class TypeNotAllowed(FileRefused):
    """Its bytes are of a kind not taken here, or of none we know."""

    code = "vault.type-not-allowed"
    says = "文件的内容是“{found}”，这里只接收：{allowed}"


class TypeMismatch(FileRefused):
    """The name says something else than the bytes."""

    code = "vault.type-mismatch"
    says = "文件名的后缀“{extension}”与内容（{found}）不一致，请用原来的程序另存后再传"


class HasMacros(FileRefused):
    """It carries macros or other programs."""

    code = "vault.has-macros"
    says = "文件里有宏或可执行的程序，请另存为不含宏的格式后再传"


class PasswordProtected(FileRefused):
    """It is encrypted with a password."""

    code = "vault.password-protected"
    says = "文件设了密码，系统打不开。请取消密码后再传"


class ActiveContent(FileRefused):
    """It holds scripts, or is a page that would run in a browser."""

    code = "vault.active-content"
    says = "文件里有网页脚本等会自动运行的内容，请另存为普通文档或PDF后再传"


class TooMuchInside(FileRefused):
    """Unpacked it is far larger than allowed, has too many parts, or is nested too deeply."""

    code = "vault.too-much-inside"
    says = "文件展开后过大或层数过多，请拆分后再传"


class UnsafeArchive(FileRefused):
    """Names or positions of its parts are not those of an honest archive."""

    code = "vault.unsafe-archive"
    says = "压缩包的内部结构不正常，请重新打包后再传"


class MixedContent(FileRefused):
    """It is two kinds of file at once."""

    code = "vault.mixed-content"
    says = "文件里藏着另一个文件，请用原来的程序另存后再传"


class Damaged(FileRefused):
    """It is cut short or broken."""

    code = "vault.damaged"
    says = "文件不完整或已损坏，请重新导出（扫描件请重新扫描）后再传"
