"""The pack as one self-contained page: the same sheets and figures as the workbook, and pictures of them."""
