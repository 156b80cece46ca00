"""Les variantes : que deviendrait le projet si un nombre changeait ?"""
