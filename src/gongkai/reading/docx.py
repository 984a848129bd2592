def read_docx(data): raise NotImplementedError
