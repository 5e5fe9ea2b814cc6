def shrink(program, differs, budget=400):
    return program
